/** Every path of the lab's server; `:name` stands for the name of a group or toy. */
export const ROUTES = {
  sessions: '/sessions',
  messages: '/messages',
  shortPolling: '/short-polling/messages',
  longPolling: '/long-polling/messages',
  websocket: '/websocket',
  presence: '/presence',
  presenceFollowing: '/presence/following',
  groups: '/groups',
  groupMembers: '/groups/:name/members',
  groupMessages: '/groups/:name/messages',
  toys: '/toys',
  toy: '/toys/:name',
  health: '/healthz',
  metrics: '/metrics',
  page: '/page.json',
} as const;

/** The path of one group's or toy's route. */
export function pathOf(route: string, name: string): string {
  return route.replace(':name', encodeURIComponent(name));
}

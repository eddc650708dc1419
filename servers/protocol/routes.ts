/** Every path of the lab's server. */
export const ROUTES = {
  sessions: '/sessions',
  messages: '/messages',
  shortPolling: '/short-polling/messages',
  longPolling: '/long-polling/messages',
  websocket: '/websocket',
  health: '/healthz',
  metrics: '/metrics',
} as const;

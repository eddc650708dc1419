import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Piece } from '../track.ts';
import { crossAt, type Layers } from './layers.ts';
import { edgeOf, type Layout, xOf } from './layout.ts';
import { LANE_LOOKS, type Outcome } from './looks.ts';

/** Thinner bars could not be seen. */
const MIN_WIDTH_PX = 2;

/**
 * A request and its answer: a bar between the client's rail and the server's. Its sides are the two ways, its base is how
 * long the client waited, and its top how long the server took.
 *
 * ```
 *   server   ──────┬────────────┬─────
 *                 ╱   held       ╲
 *   client   ────┴────────────────┴───
 *               asked          answered
 * ```
 */
export function drawExchange(layers: Layers, layout: Layout, request: Piece): void {
  const { lane, side } = request.seat;
  const rails = layout.lanes[lane];
  const [client, server] = [rails[side], rails.server];
  const half = (client + server) / 2;
  const known = knownBy(layout.edgeMs, request);
  const edge = edgeOf(layout);
  const x = (at: Millis | null): number => (at === null ? edge : xOf(layout, at));
  const asked = x(request.sentAt);
  // Who asks is not told of what is lost: the base goes on until the client has given up.
  const end = Math.max(x(known.gotAt ?? known.cutAt), asked + MIN_WIDTH_PX);
  const looks = LANE_LOOKS[lane];
  const bar = [asked, client];
  const answered = x(known.answeredAt ?? known.lostAt ?? known.cutAt);
  if (known.reachedAt !== null) {
    const reached = x(known.reachedAt);
    bar.push(reached, server, Math.max(answered, reached + MIN_WIDTH_PX), server);
    // How long the server holds it, only who is there can see.
    if (lane === 'long-polling' && !request.isOneSided)
      layers.path('ways', [reached, server, answered, server], looks.hold, request);
  }
  if (known.lostAt !== null) bar.push(x(known.lostAt), half);
  layers.closed('bars', [...bar, end, client], looks.bars[known.outcome], request);
  if (lane === 'short-polling') layers.path('ways', [asked, client, end, client], looks.base, request);
  if (known.outcome === 'full') layers.path('ways', [answered, server, end, client], looks.bringing, request);
  if (known.lostAt !== null) crossAt(layers, x(known.lostAt), half, request);
  else if (known.outcome === 'failed') crossAt(layers, end, client, request);
}

interface Known {
  readonly outcome: Outcome;
  readonly reachedAt: Millis | null;
  readonly answeredAt: Millis | null;
  readonly gotAt: Millis | null;
  readonly lostAt: Millis | null;
  readonly cutAt: Millis | null;
}

/** What there was to know of an exchange at a moment: who looks at the past is not told what came of it. */
function knownBy(moment: Millis, { sentAt, arrivedAt, lostAt, cutAt, isOneSided, partner }: Piece): Known {
  const past = (at: Millis | null): Millis | null => (at !== null && at <= moment ? at : null);
  const answeredAt = past(partner?.sentAt ?? null);
  const lost = past(lostAt) ?? past(partner?.lostAt ?? null);
  const cut = past(cutAt);
  const outcome = lost !== null || cut !== null ? 'failed' : answeredAt === null ? 'pending' : outcomeOf(partner!);
  return {
    outcome,
    reachedAt: isOneSided ? sentAt : arrivedAt,
    answeredAt,
    // Before it has left, nobody can know when it will be there; from then on its way is drawn as it was.
    gotAt: answeredAt === null ? null : partner!.isOneSided ? answeredAt : partner!.arrivedAt,
    lostAt: lost,
    cutAt: cut,
  };
}

function outcomeOf({ purpose }: Piece): Outcome {
  if (purpose === 'error') return 'failed';
  if (purpose === 'page' || purpose === 'receipt') return 'full';
  return purpose === 'empty' ? 'empty' : 'other';
}

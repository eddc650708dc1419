import { TRANSPORT_NAMES } from '../../../../servers/protocol/transport-name.ts';
import { seatAt } from '../../race/seat.ts';

/** The phones of all who are sent to in the race. */
export const RECEIVERS: readonly string[] = TRANSPORT_NAMES.map((lane) => seatAt(lane, 'b').phone);

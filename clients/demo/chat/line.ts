import type { GapReason } from '../../../servers/protocol/page.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { FaultCode } from '../../core/fault.ts';

/** How far a message of one's own has come, in the order in which it goes; `refused` and `undeliverable` are ends. */
export const PROGRESS = ['sending', 'refused', 'stored', 'undeliverable', 'delivered'] as const;
export type Progress = (typeof PROGRESS)[number];

/** What stands in the middle of a conversation: said by the server, or about this phone. */
export type Remark =
  | { readonly code: 'recipient-offline' | 'undeliverable'; readonly party: string }
  | { readonly code: 'joined' | 'left' | 'missed'; readonly party: string }
  /** Something was lost on the way to this phone, here or in another conversation. */
  | { readonly code: 'gap'; readonly reason: GapReason | 'missed' }
  | { readonly code: 'switched'; readonly transport: TransportName }
  /** The server has forgotten the group, or that one is in it. */
  | { readonly code: 'group-gone' | 'not-a-member' };

interface At {
  /** Unlike that of any other line of this phone. */
  readonly key: number;
  /** Unix time in ms: of what was sent the phone's, else the server's. */
  readonly at: Millis;
}

/** One line of a conversation, as plain data. */
export type Line =
  | (At & {
      readonly kind: 'own';
      readonly id: string;
      readonly body: string;
      readonly progress: Progress;
      /** Who is known to have it; several in a group. */
      readonly has: readonly string[];
      /** Whether anybody was reading when it was stored; null before that. */
      readonly online: boolean | null;
      /** Why it was refused. */
      readonly refusal: { readonly code: FaultCode; readonly message: string } | null;
    })
  | (At & {
      readonly kind: 'theirs';
      readonly id: string;
      readonly from: string;
      readonly body: string;
      /** Number of the sign-in in which the client handed it over; null where it was looked up in a group's history. */
      readonly heardIn: number | null;
      /** Whether the client handed it over once more than it should have. */
      readonly isRepeat: boolean;
    })
  | (At & {
      readonly kind: 'remark';
      /** The server's name for it; null where it is this phone's own. */
      readonly id: string | null;
      readonly remark: Remark;
    });

export type OwnLine = Extract<Line, { kind: 'own' }>;

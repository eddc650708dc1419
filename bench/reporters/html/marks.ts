import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';

/** How a transport looks in every figure: by its colour, and for those who don't tell colours apart by dash and shape. */
export interface Mark {
  /** A variable of the stylesheet, which has a value of it for light and one for dark. */
  readonly colour: string;
  readonly dash: 'solid' | 'dashed' | 'dotted';
  readonly symbol: 'circle' | 'triangle' | 'diamond' | 'rect';
}

export type Marks = (transport: string) => Mark;

/** Colours in the stylesheet. */
export const COLOURS = 6;

const DASHES = ['dashed', 'solid', 'dotted'] as const;
const SYMBOLS = ['triangle', 'circle', 'diamond', 'rect'] as const;

/** The lab's own transports look the same in every report, whichever of them took part; others follow. */
export function marksOf(transports: readonly string[]): Marks {
  const own: readonly string[] = TRANSPORT_NAMES;
  const all = [...own, ...transports.filter((name) => !own.includes(name))];
  return (transport) => {
    const index = all.indexOf(transport);
    return {
      colour: `var(--s${index % COLOURS})`,
      dash: DASHES[index % DASHES.length]!,
      symbol: SYMBOLS[index % SYMBOLS.length]!,
    };
  };
}

import { nameOf, type SweepResult } from '../../sweep/sweep-result.ts';
import { threeDigits } from '../format.ts';
import { labelOf } from '../label.ts';
import { escape } from './escape.ts';
import { METRICS } from '../metrics.ts';

/** Every run of a sweep and every transport in it, those that don't count with the reason in place of the figures. */
export function sweepTable({ axes, cells }: SweepResult): string {
  const head = [
    ...axes.map(({ flag }) => `<th scope="col">${escape(nameOf(flag))}</th>`),
    '<th scope="col" class="text">transport</th>',
    ...METRICS.map(({ name, unit }) => `<th scope="col">${name}${unit && `, ${unit}`}</th>`),
  ];
  const rows = cells.flatMap(({ settings, result }) =>
    result.summary.map((entry) => {
      const where = axes.map(({ flag }) => `<td>${escape(settings[flag] ?? '')}</td>`).join('');
      const figures = entry.valid
        ? METRICS.map(({ of }) => `<td>${threeDigits(of(entry))}</td>`).join('')
        : `<td class="text wrap invalid" colspan="${METRICS.length}">does not count: ${escape(entry.invalidBecause.join('; '))}</td>`;
      return `<tr>${where}<td class="text">${escape(labelOf(entry.transport))}</td>${figures}</tr>`;
    }),
  );
  return `<div class="scroll"><table class="cells"><thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

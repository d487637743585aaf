import { byteTime } from '../../core/pcie/timing.ts';
import { formatRate } from '../../core/base/units.ts';
import type { Link } from '../../core/scenario/schema.ts';
import { linkDownNow } from '../../store/faults.ts';
import { faultStrings } from '../strings/faults.ts';
import { panelStrings } from '../strings/panels.ts';
import { Button } from '../widgets/Button.tsx';
import { CreditFields } from './CreditFields.tsx';
import { Section } from './Section.tsx';
import { Choice } from './fields.tsx';
import { submit } from './form.ts';
import type { FormProps } from './form.ts';

interface Props extends FormProps {
  readonly link: Link;
}

const words = panelStrings.inspect;
const SPEEDS = [2.5, 5, 8, 16, 32, 64].map((value, i) => ({
  value,
  text: `Gen${i + 1}, ${value} GT/s`,
}));
const WIDTHS = [0, 1, 2, 4, 8, 12, 16, 32].map((value) => ({
  value,
  text: value === 0 ? words.linkDown : `x${value}`,
}));

/** A link: speed, width, and which ends it joins. */
export function LinkForm({ link, ...form }: Props) {
  const nameOf = (id: string): string => {
    const index = form.machine?.functionById.get(id);
    return index === undefined ? id : (form.machine?.functions[index]?.name ?? id);
  };
  return (
    <>
      <Section title={`${nameOf(link.from)} – ${nameOf(link.to)}`}>
        <Choice
          label={words.speed}
          value={link.speedGtps}
          options={SPEEDS}
          onChange={(speedGtps) =>
            submit(words.speed, { kind: 'patchLink', id: link.id, patch: { speedGtps } })
          }
        />
        <Choice
          label={words.width}
          value={link.width}
          options={WIDTHS}
          onChange={(width) =>
            submit(words.width, { kind: 'patchLink', id: link.id, patch: { width } })
          }
        />
        {link.width > 0 && (
          <p className="m-0 mt-1 text-ink-2">
            {words.rawRate(rawRate(link.speedGtps, link.width))}
          </p>
        )}
        <Button look="outline" className="mt-2 mr-1" onClick={() => linkDownNow(link.id)}>
          {faultStrings.linkDown}
        </Button>
        <Button
          className="mt-2"
          onClick={() => submit(words.disconnect, { kind: 'disconnect', id: link.id })}
        >
          {words.disconnect}
        </Button>
      </Section>
      <CreditFields link={link} {...form} />
    </>
  );
}

/** Bytes per second on the wire after line coding, by the engine's own rate. */
function rawRate(speedGtps: number, width: number): string {
  const { num, den } = byteTime(speedGtps, width);
  return formatRate(den, num);
}

import { runCommand } from '../../commands/registry.ts';
import type { ErrorRecord } from '../../core/pcie/error-log.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { VerdictWord } from '../glyphs/VerdictWord.tsx';
import { Section } from '../inspect/Section.tsx';
import { panelStrings } from '../strings/panels.ts';
import { tlpStrings } from '../strings/tlp.ts';
import { Button } from '../widgets/Button.tsx';
import { ConfidenceTag } from '../widgets/ConfidenceTag.tsx';
import { Token } from '../widgets/Token.tsx';
import { HopList } from './HopList.tsx';
import { ownHops } from './use-injected.ts';
import type { InjectedPath } from './use-injected.ts';

const dw = (word: number): string => word.toString(16).padStart(8, '0').toUpperCase();

function LogLine({ path, record }: { readonly path: InjectedPath; readonly record: ErrorRecord }) {
  const where = path.machine.functions[record.function]?.name ?? '';
  return (
    <li>
      {tlpStrings.record(where, record.bit, record.message)}
      {record.headerLog !== null && (
        <span className="block font-mono text-ink-2" aria-label={tlpStrings.header}>
          {record.headerLog.map(dw).join(' ')}
        </span>
      )}
    </li>
  );
}

/** What every component decides about a TLP that was put on the wire by hand. */
export function InjectedCard({ path }: { readonly path: InjectedPath }) {
  const { machine, port, result, isOnCanvas } = path;
  const where = port === null ? '' : (machine.functions[port]?.name ?? '');
  const last = result === null ? undefined : ownHops(result).at(-1);
  const rule = last === undefined ? null : ruleOf(last.rule);
  return (
    <Section title={tlpStrings.title}>
      {result === null ? (
        <p className="m-0 text-stop">{tlpStrings.gone}</p>
      ) : (
        <div data-testid="injected">
          <p className="m-0 text-ink-2">
            {tlpStrings.what(result.fields?.type ?? tlpStrings.unknownType, where)}
          </p>
          <p className="m-0 mt-1 flex items-center gap-2">
            <VerdictWord verdict={result.route.verdict} isStrong />
            <span className="font-strong">{panelStrings.outcome[result.route.outcome]}</span>
          </p>
          {result.route.request.length > 0 && (
            <HopList machine={machine} hops={result.route.request} leg="request" />
          )}
          {result.route.completion.length > 0 && (
            <HopList machine={machine} hops={result.route.completion} leg="completion" />
          )}
          {rule !== null && (
            <p className="m-0 text-ink-2">
              <span className="text-ink">{rule.title}.</span> {rule.explanation}{' '}
              <ConfidenceTag confidence={rule.confidence} />
            </p>
          )}
          {last?.operands.some(({ decided }) => decided === true) && (
            <p className="m-0 mt-1 flex flex-wrap gap-1">
              {last.operands
                .filter(({ decided }) => decided === true)
                .map(({ name, value }) => (
                  <Token
                    key={name}
                    isHere
                  >{`${name}${value.length > 12 ? '' : `=${value}`}`}</Token>
                ))}
            </p>
          )}
          {result.records.length > 0 && (
            <>
              <h4 className="m-0 mt-2 text-s font-body text-ink-3">{tlpStrings.log}</h4>
              <ul className="m-0 list-none p-0">
                {result.records.map((record) => (
                  <LogLine key={`${record.function}-${record.bit}`} path={path} record={record} />
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      <p className="m-0 mt-2 text-ink-3">{tlpStrings.inPlace}</p>
      <div className="mt-2 flex gap-2">
        <Button
          look="outline"
          aria-pressed={isOnCanvas}
          disabled={result === null}
          onClick={() => runCommand('tlp.onCanvas')}
        >
          {tlpStrings.onCanvas}
        </Button>
        <Button onClick={() => runCommand('tlp.withdraw')}>{tlpStrings.close}</Button>
      </div>
    </Section>
  );
}

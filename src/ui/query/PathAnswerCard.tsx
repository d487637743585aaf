import { formatRate, formatTime } from '../../core/base/units.ts';
import { messageText } from '../../core/linux/p2pdma-messages.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { useDocument } from '../../store/document.ts';
import { VerdictWord } from '../glyphs/VerdictWord.tsx';
import { Section } from '../inspect/Section.tsx';
import { panelStrings } from '../strings/panels.ts';
import { Button } from '../widgets/Button.tsx';
import { Fact } from '../widgets/Fact.tsx';
import { outcomeText } from '../words/outcome-text.ts';
import { Token } from '../widgets/Token.tsx';
import { HopList } from './HopList.tsx';
import type { Asking, PathAnswer } from './ask-path.ts';

interface Props {
  readonly asked: Asking;
  readonly answer: PathAnswer;
}

const words = panelStrings.query;
const PS_PER_SECOND = 1e12;

/** What Linux advertises beside what the hardware delivers, and the hops of the path. */
export function PathAnswerCard({ asked, answer }: Props) {
  const { route, timing, linux, distance, groups, transfer } = answer;
  const [from, to] = groups.map((group) => (group === null ? words.noGroup : String(group)));
  const scenario = useDocument((state) => state.scenario);
  const isThere = scenario.transfers.some(({ id }) => id === transfer.id);
  return (
    <>
      <Section title={words.delivered}>
        {route === null ? (
          <p className="m-0 text-ink-2">{words.noAddress}</p>
        ) : (
          <>
            <p className="m-0 flex items-center gap-2">
              <VerdictWord verdict={route.verdict} isStrong />
              <span className="font-strong">{outcomeText(asked.machine, route)}</span>
            </p>
            {timing !== null && timing.latencyPs !== null && (
              <p className="m-0 mt-1 text-ink-2" data-testid="path-timing">
                {words.latency(formatTime(timing.latencyPs))}
                {timing.bytesPerSecond !== null &&
                  `, ${words.bandwidth(formatRate(timing.bytesPerSecond, PS_PER_SECOND))}`}
              </p>
            )}
            <HopList machine={asked.machine} hops={route.request} leg="request" />
            {route.completion.length > 0 && (
              <HopList machine={asked.machine} hops={route.completion} leg="completion" />
            )}
            <Button
              look="outline"
              disabled={isThere}
              onClick={() =>
                useDocument.getState().edit({ kind: 'addTransfer', transfer }, words.addTransfer)
              }
            >
              {words.addTransfer}
            </Button>
          </>
        )}
      </Section>
      {linux !== null && (
        <Section title={words.advertised(asked.linux.kernel.key)}>
          <p className="m-0 mb-2">
            <code className="font-strong" data-testid="map-type">
              {linux.mapType}
            </code>
          </p>
          <dl className="m-0 grid grid-cols-[108px_1fr] gap-x-2 gap-y-1">
            <Fact name={words.distance}>{String(distance)}</Fact>
            <Fact name={words.groups}>
              {from}, {to}
            </Fact>
            <Fact name={words.rule}>
              <code>{linux.rule}</code> {ruleOf(linux.rule).title}
            </Fact>
            {linux.redirectedBy.length > 0 && (
              <Fact name={words.redirectedBy}>
                <span className="flex flex-wrap gap-1">
                  {linux.redirectedBy.map((index) => (
                    <Token key={index}>{asked.linux.tree.functions[index]?.name ?? ''}</Token>
                  ))}
                </span>
              </Fact>
            )}
          </dl>
          {linux.messages.length > 0 && (
            <pre className="m-0 mt-2 rounded-chip bg-sunken p-2 wrap-anywhere whitespace-pre-wrap">
              {linux.messages.map(messageText).join('\n')}
            </pre>
          )}
          {asked.linux.assumed.length > 0 && (
            <p className="m-0 mt-2 text-detour">
              {words.assumes(asked.linux.assumed.length)} {asked.linux.assumed[0]}
            </p>
          )}
        </Section>
      )}
    </>
  );
}

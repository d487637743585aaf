import { Copy, Download, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { err } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { buildLesson, isSameCondition, offeredConditions } from '../../lessons/build.ts';
import type { BuildProblem } from '../../lessons/build.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import type { TransferRef } from '../../lessons/schema.ts';
import { useDocument } from '../../store/document.ts';
import { keepAsStart, startDocument, useLessonForm } from '../../store/lesson-draft.ts';
import type { LessonForm, LessonStart } from '../../store/lesson-draft.ts';
import { downloadLesson, lessonLink } from '../../store/lesson-files.ts';
import { openLesson } from '../../store/lessons.ts';
import { notify } from '../../store/notices.ts';
import { copyText } from '../../store/transfer-files.ts';
import { Field } from '../dialogs/Field.tsx';
import { closeDialog } from '../dialogs/close.ts';
import { builderStrings as words } from '../strings/lesson-builder.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { Select } from '../widgets/Select.tsx';
import { conditionWords, namesIn } from './check-words.ts';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
const STARTS: readonly LessonStart[] = ['opened', 'kept', 'now'];
const FIELD =
  'min-h-8 w-full rounded-control border border-line-strong bg-raised px-2 py-1 text-ink';

/** The transfer that is judged: the chosen one while there is such a one, else the first. */
function transferOf(form: LessonForm) {
  const { transfers } = useDocument.getState().scenario;
  return transfers.find(({ id }) => id === form.transferId) ?? transfers[0];
}

function build(form: LessonForm): Result<Lesson, BuildProblem> {
  const transfer = transferOf(form);
  if (transfer === undefined) return err({ code: 'noTransfer' });
  const { title, text, must, hints, hasQuestion, ask, right, wrong, because } = form;
  return buildLesson({
    title,
    text,
    must,
    hints,
    start: startDocument(form),
    solved: useDocument.getState().scenario,
    transferId: transfer.id,
    question: hasQuestion ? { ask, right, wrong, because } : null,
  });
}

/** Makes a lesson of the open document and of the one that the learner begins with; saves it, or packs it into a link. */
export function BuilderDialog() {
  useDocument((state) => state.scenario);
  const form = useLessonForm();
  const built = build(form);
  const copy = async (lesson: Lesson): Promise<void> => {
    const isCopied = await copyText(lessonLink(lesson));
    notify({ kind: isCopied ? 'copied' : 'copyFailed' });
  };
  const withLesson = (use: (lesson: Lesson) => unknown) => () => {
    if (built.ok) use(built.value);
  };
  return (
    <Dialog
      title={words.title}
      onClose={closeDialog}
      size="max-h-[88vh] w-[640px] max-w-[94vw]"
      footer={
        <>
          <p role="status" data-testid="builder-problem" className="min-w-40 flex-1 text-ink-2">
            {built.ok ? '' : problemWords(built.error)}
          </p>
          <Button
            disabled={!built.ok}
            onClick={withLesson((lesson) => {
              closeDialog();
              openLesson(lesson);
            })}
          >
            <Play {...ICON} />
            {words.try}
          </Button>
          <Button look="outline" disabled={!built.ok} onClick={withLesson(copy)}>
            <Copy {...ICON} />
            {words.link}
          </Button>
          <Button look="solid" disabled={!built.ok} onClick={withLesson(downloadLesson)}>
            <Download {...ICON} />
            {words.file}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 p-4">
        <p className="text-ink-2">{words.intro}</p>
        <Words label={words.name} field="title" />
        <Words label={words.text} field="text" hint={words.textHint} isLong />
        <StartChoice form={form} />
        <GoalChoice form={form} />
        <QuestionFields form={form} />
        {words.hints.map((label, n) => (
          <Field key={label} label={label}>
            <input
              aria-label={label}
              value={form.hints[n] ?? ''}
              maxLength={600}
              className={FIELD}
              onChange={({ target }) => {
                const [a, b, c] = form.hints.map((old, at) => (at === n ? target.value : old));
                useLessonForm.setState({ hints: [a ?? '', b ?? '', c ?? ''] });
              }}
            />
          </Field>
        ))}
      </div>
    </Dialog>
  );
}

function problemWords(problem: BuildProblem): string {
  return problem.code === 'text' ? problem.reason : words.problems[problem.code];
}

interface WordsProps {
  readonly label: string;
  readonly field: 'title' | 'text' | 'ask' | 'right' | 'wrong' | 'because';
  readonly hint?: string;
  readonly isLong?: boolean;
}

/** A text of the form. */
function Words({ label, field, hint, isLong = false }: WordsProps) {
  const value = useLessonForm((state) => state[field]);
  const shared = {
    'aria-label': label,
    value,
    placeholder: hint,
    maxLength: field === 'title' ? 200 : 600,
    className: FIELD,
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      useLessonForm.setState({ [field]: target.value }),
  };
  return (
    <Field label={label}>
      {isLong ? <textarea rows={2} {...shared} /> : <input {...shared} />}
    </Field>
  );
}

function StartChoice({ form }: { readonly form: LessonForm }) {
  return (
    <Field label={words.start}>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          look="outline"
          label={words.start}
          value={form.start}
          onChange={(value) =>
            useLessonForm.setState({ start: STARTS.find((one) => one === value) ?? 'opened' })
          }
        >
          {STARTS.filter((one) => one !== 'kept' || form.kept !== null).map((one) => (
            <option key={one} value={one}>
              {words.starts[one]}
            </option>
          ))}
        </Select>
        <Button onClick={keepAsStart}>{words.keep}</Button>
        {form.start === 'kept' ? <span className="text-ink-2">{words.kept}</span> : null}
      </div>
    </Field>
  );
}

/** The transfer that is judged, and which of its results must hold. */
function GoalChoice({ form }: { readonly form: LessonForm }) {
  const scenario = useDocument((state) => state.scenario);
  const transfer = transferOf(form);
  if (transfer === undefined) return null;
  const { from, to, op } = transfer;
  const of: TransferRef = { from, to: to.kind === 'bar' ? to.function : to.memory, op };
  const offered = offeredConditions(scenario, transfer.id);
  const nameOf = namesIn(scenario);
  return (
    <>
      <Field label={words.transfer}>
        <Select
          look="outline"
          label={words.transfer}
          value={transfer.id}
          onChange={(transferId) => useLessonForm.setState({ transferId, must: [] })}
        >
          {scenario.transfers.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name === '' ? one.id : one.name}
            </option>
          ))}
        </Select>
      </Field>
      <fieldset className="grid grid-cols-[96px_1fr] gap-2">
        <legend className="contents">
          <span className="text-ink-2">{words.goal}</span>
        </legend>
        <div className="flex flex-col">
          <p className="text-ink-3">{offered.length === 0 ? words.nothing : words.goalHint}</p>
          {offered.map((condition) => {
            const isChosen = form.must.some((one) => isSameCondition(one, condition));
            return (
              <Choice
                key={JSON.stringify(condition)}
                isChosen={isChosen}
                onChange={(chosen) =>
                  useLessonForm.setState({
                    must: chosen
                      ? [...form.must, condition]
                      : form.must.filter((one) => !isSameCondition(one, condition)),
                  })
                }
              >
                {conditionWords(condition, of, nameOf)}
              </Choice>
            );
          })}
        </div>
      </fieldset>
    </>
  );
}

interface ChoiceProps {
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
  readonly children: ReactNode;
}

function Choice({ isChosen, onChange, children }: ChoiceProps) {
  return (
    <label className="flex min-h-7 items-center gap-2">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={({ target }) => onChange(target.checked)}
        className="size-4 shrink-0 accent-(--solid)"
      />
      <span>{children}</span>
    </label>
  );
}

function QuestionFields({ form }: { readonly form: LessonForm }) {
  return (
    <>
      <Choice
        isChosen={form.hasQuestion}
        onChange={(hasQuestion) => useLessonForm.setState({ hasQuestion })}
      >
        {words.question}
      </Choice>
      {form.hasQuestion ? (
        <>
          <Words label={words.ask} field="ask" />
          <Words label={words.right} field="right" />
          <Words label={words.wrong} field="wrong" />
          <Words label={words.because} field="because" isLong />
        </>
      ) : null}
    </>
  );
}

import type { builderStrings as english } from '../lesson-builder.ts';
import type { WordsFor } from '../words.ts';

export const builderStrings: WordsFor<typeof english> = {
  title: '用此文档制作一课',
  intro: '打开的文档展示做法。学习者从另一个文档开始，只要所选结果成立即为完成，无论用什么办法。',
  open: '制作一课',
  name: '标题',
  text: '任务',
  textHint: '学习者读到的内容，最多 60 词',
  start: '开始于',
  starts: {
    opened: '此文档打开时的样子',
    kept: '搁置的那个文档',
    now: '此文档现在的样子',
  },
  keep: '把此文档搁置为起点',
  kept: '已搁置。现在修改文档，直到它做到学习者要达到的结果。',
  transfer: '传输',
  goal: '目标',
  goalHint: '按文档现在的运行，此传输必须成立的结果',
  nothing: '此传输没有可要求的结果。请选择另一个。',
  question: '先请学习者预测',
  ask: '问题',
  right: '正确：起点如此',
  wrong: '错误：目标如此',
  because: '之后的说明',
  hints: ['提示 1：轻推', '提示 2：看哪里', '提示 3：做法'],
  file: '保存为文件',
  link: '复制链接',
  try: '试一试',
  problems: {
    noTransfer: '文档没有可判断的传输：请先添加一个。',
    nothingChosen: '请至少选择一个结果作为目标。',
    startMeetsGoal: '起点已经做到，没有可做的事：请选择另一个结果，或让学习者从另一个文档开始。',
    solvedMissesGoal: '此文档已不再做到所选的结果：请重新选择目标。',
    noAnswer: '没有结果能区分起点与目标，或起点不发送任何内容：请让它发送同一传输，或不提问题。',
  },
};

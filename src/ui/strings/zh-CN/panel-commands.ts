import type {
  SEQUENCE_COMMAND_WORDS as englishSequence,
  LESSON_COMMAND_WORDS as englishLesson,
  EXPORT_COMMAND_WORDS as englishExport,
  TLP_COMMAND_WORDS as englishTlp,
} from '../panel-commands.ts';
import type { WordsFor } from '../words.ts';

export const SEQUENCE_COMMAND_WORDS: WordsFor<typeof englishSequence> = {
  'view.sequence': '显示直通设备的一生',
  'life.next': '直通设备的下一步',
  'life.previous': '直通设备的上一步',
  'life.show': '将直通设备的这一步放到画布上',
};

export const LESSON_COMMAND_WORDS: WordsFor<typeof englishLesson> = {
  'view.lessons': '课程',
  'lesson.make': '用此文档制作一课',
  'lesson.check': '检查课程的任务',
  'lesson.hint': '给出提示',
  'lesson.reveal': '演示如何完成任务',
  'lesson.next': '课程的下一步',
  'lesson.previous': '课程的上一步',
  'lesson.restart': '重新开始这一步',
  'lesson.leave': '离开课程',
};

export const EXPORT_COMMAND_WORDS: WordsFor<typeof englishExport> = {
  'document.export': '导出',
  'document.print': '打印',
  'export.png': '导出为 PNG',
  'export.svg': '导出为 SVG',
  'export.webm': '将仿真导出为 WebM 影片',
  'export.lspci': '导出为 lspci 文本',
  'export.qemu': '导出为 QEMU 命令行',
  'export.mermaid': '导出为 Mermaid 图',
  'export.markdown': '将路径导出为 Markdown 报告',
  'export.csv': '将日志导出为 CSV',
  'export.ndjson': '将日志导出为 NDJSON',
  'export.perfetto': '将仿真导出给 Perfetto',
  'export.pcapng': '将仿真导出为 pcapng，供 Wireshark 使用',
};

export const TLP_COMMAND_WORDS: WordsFor<typeof englishTlp> = {
  'tlp.flip': '翻转当前的报头位',
  'tlp.revert': '撤回对报头的编辑',
  'tlp.inject': '重新注入 TLP',
  'tlp.injectHere': '在此处重新注入 TLP',
  'tlp.onCanvas': '重新注入的 TLP：在画布上显示或隐藏路径',
  'tlp.withdraw': '丢弃重新注入的 TLP',
};

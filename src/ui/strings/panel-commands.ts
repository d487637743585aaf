/* The commands of panels that load later: the palette names them before. */

export const SEQUENCE_COMMAND_WORDS = {
  'view.sequence': 'Show the life of an assigned device',
  'life.next': 'Next step of the assigned device',
  'life.previous': 'Previous step of the assigned device',
  'life.show': 'Put this step of the assigned device on the canvas',
};

export const LESSON_COMMAND_WORDS = {
  'view.lessons': 'Lessons',
  'lesson.make': 'Make a lesson from this document',
  'lesson.check': 'Check the task of the lesson',
  'lesson.hint': 'Give a hint',
  'lesson.reveal': 'Show how the task is done',
  'lesson.next': 'Next step of the lesson',
  'lesson.previous': 'Previous step of the lesson',
  'lesson.restart': 'Begin this step again',
  'lesson.leave': 'Leave the lesson',
};

/** Words of the commands of this area. */
export const EXPORT_COMMAND_WORDS = {
  'document.export': 'Export',
  'document.print': 'Print',
  'export.png': 'Export as PNG',
  'export.svg': 'Export as SVG',
  'export.webm': 'Export the run as WebM film',
  'export.lspci': 'Export as lspci text',
  'export.qemu': 'Export as QEMU command line',
  'export.mermaid': 'Export as Mermaid diagram',
  'export.markdown': 'Export the path as Markdown report',
  'export.csv': 'Export the log as CSV',
  'export.ndjson': 'Export the log as NDJSON',
  'export.perfetto': 'Export the run for Perfetto',
  'export.pcapng': 'Export the run as pcapng for Wireshark',
} as const;

/** Words of the commands that edit a header. */
export const TLP_COMMAND_WORDS = {
  'tlp.flip': 'Flip the header bit in hand',
  'tlp.revert': 'Take back the edits of the header',
  'tlp.inject': 'Re-inject the TLP',
  'tlp.injectHere': 'Re-inject the TLP here',
  'tlp.onCanvas': 'Re-injected TLP: show its way on the canvas, or hide it',
  'tlp.withdraw': 'Forget the re-injected TLP',
} as const;

import type {
  BOOKMARK_COMMAND_WORDS as englishCommands,
  strings as english,
} from '../bookmarks.ts';
import type { WordsFor } from '../words.ts';

export const BOOKMARK_COMMAND_WORDS: WordsFor<typeof englishCommands> = {
  'bookmark.add': '为此刻添加书签',
  'bookmark.list': '书签',
  'bookmark.next': '下一个书签',
  'bookmark.previous': '上一个书签',
  'bookmark.rename': '重命名书签',
  'bookmark.remove': '移除当前书签',
};

export const strings: WordsFor<typeof english> = {
  title: '书签',
  none: '尚无书签。书签保存时刻、选择和视图；依次演示时，每个书签为一步。',
  add: '为此刻添加书签',
  caption: (n) => `书签 ${n} 的说明`,
  placeholder: '此处要说的话',
  go: (n) => `转到书签 ${n}`,
  earlier: (n) => `上移书签 ${n}`,
  later: (n) => `下移书签 ${n}`,
  remove: (n) => `移除书签 ${n}`,
  mark: (n, caption) => (caption === '' ? `书签 ${n}` : `${n}. ${caption}`),
  count: (n) => `${n} 个书签`,
};

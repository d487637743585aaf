export const BOOKMARK_COMMAND_WORDS = {
  'bookmark.add': 'Bookmark this instant',
  'bookmark.list': 'Bookmarks',
  'bookmark.next': 'Next bookmark',
  'bookmark.previous': 'Previous bookmark',
  'bookmark.rename': 'Rename a bookmark',
  'bookmark.remove': 'Remove the current bookmark',
};

/** What bookmarks say. */
export const strings = {
  title: 'Bookmarks',
  none: 'No bookmarks yet. A bookmark keeps the instant, the selection and the view; presented in order they are steps.',
  add: 'Bookmark this instant',
  caption: (n: number) => `Caption of bookmark ${n}`,
  placeholder: 'What to say here',
  go: (n: number) => `Go to bookmark ${n}`,
  earlier: (n: number) => `Move bookmark ${n} up`,
  later: (n: number) => `Move bookmark ${n} down`,
  remove: (n: number) => `Remove bookmark ${n}`,
  mark: (n: number, caption: string) => (caption === '' ? `Bookmark ${n}` : `${n}. ${caption}`),
  count: (n: number) => (n === 1 ? '1 bookmark' : `${n} bookmarks`),
};

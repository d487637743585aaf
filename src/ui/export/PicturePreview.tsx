import { useEffect, useState } from 'react';
import { useExport } from '../../store/exporting.ts';
import { drawPresent, svgText } from '../picture/present-picture.tsx';
import { strings } from '../strings/export.ts';
import { Segmented } from '../widgets/Segmented.tsx';

const THEMES = [
  { id: 'light', title: strings.themes.light },
  { id: 'dark', title: strings.themes.dark },
] as const;

/** The picture as it will be saved, in the theme that is chosen for it. */
export function PicturePreview() {
  const theme = useExport((state) => state.theme);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    let made: string | null = null;
    const show = async () => {
      const drawn = await drawPresent(theme);
      if (isGone) return;
      made = URL.createObjectURL(new Blob([svgText(drawn)], { type: 'image/svg+xml' }));
      setUrl(made);
    };
    void show();
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [theme]);
  return (
    <figure className="relative col-span-2 m-0 max-[720px]:col-span-1 flex h-[252px] items-center justify-center overflow-hidden rounded-card border border-line bg-sunken p-3">
      {url !== null && (
        <img
          src={url}
          alt={strings.preview}
          className="max-h-full max-w-full rounded-chip border border-line"
        />
      )}
      <figcaption className="absolute right-2 bottom-2 rounded-control shadow-pop">
        <Segmented
          label={strings.theme}
          options={THEMES}
          current={theme}
          onSelect={(id) => useExport.setState({ theme: id })}
        />
      </figcaption>
    </figure>
  );
}

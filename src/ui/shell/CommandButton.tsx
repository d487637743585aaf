import type { ReactNode } from 'react';
import { runCommand } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import { strings } from '../strings/en.ts';
import { useCommandEnabled, useShortcutLabel } from '../use-command.ts';
import { Button, IconButton } from '../widgets/Button.tsx';

interface CommandButtonProps {
  readonly id: CommandId;
  readonly icon: ReactNode;
  /** Instead of the command's own words. */
  readonly label?: string;
  /** The words stand beside the icon. */
  readonly text?: string;
  readonly look?: 'quiet' | 'outline' | 'solid';
  readonly isPressed?: boolean;
  readonly className?: string;
}

/** A button that runs one command, disabled when the command is. */
export function CommandButton(props: CommandButtonProps) {
  const { id, icon, label, text, look = 'quiet', isPressed, className = '' } = props;
  const isEnabled = useCommandEnabled(id);
  const keys = useShortcutLabel(id);
  const shared = {
    disabled: !isEnabled,
    onClick: () => runCommand(id),
    'aria-pressed': isPressed,
    'data-testid': `command-${id}`,
    className,
  };
  if (text === undefined) {
    return (
      <IconButton label={label ?? strings.commands[id]} keys={keys ?? undefined} {...shared}>
        {icon}
      </IconButton>
    );
  }
  return (
    <Button look={look} {...shared}>
      {icon}
      {text}
    </Button>
  );
}

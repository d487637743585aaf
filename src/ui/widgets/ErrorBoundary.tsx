import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';
import { strings } from '../strings/en.ts';
import { Button } from './Button.tsx';

interface ErrorBoundaryProps {
  /** What failed, for the sentence. */
  readonly name: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Keeps a bug in one panel from taking the others down; offers to try again and to copy the details. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const details = `${error.message}\n${error.stack ?? ''}`;
    return (
      <div role="alert" className="flex flex-col items-start gap-2 p-3">
        <p className="font-strong">{strings.shell.panelFailed(this.props.name)}</p>
        <p className="text-ink-2">{strings.shell.panelFailedNext}</p>
        <div className="flex gap-2">
          <Button look="outline" onClick={() => this.setState({ error: null })}>
            {strings.shell.tryAgain}
          </Button>
          <Button onClick={() => void navigator.clipboard.writeText(details)}>
            {strings.shell.copyDetails}
          </Button>
        </div>
      </div>
    );
  }
}

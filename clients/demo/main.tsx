import { render } from 'preact';
import { App } from './app.tsx';
import { setStage } from './stage/stage.ts';
import './style/tokens.css';
import './style/base.css';

render(<App stage={await setStage()} />, document.querySelector('#app')!);

import { describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../../servers/protocol/routes.ts';
import {
  INKS,
  type Dot,
  type Path,
  type Scene,
  type Shape,
  type Text,
} from '../../../clients/demo/race/scene/shape.ts';
import { hit } from '../../../clients/demo/race/scene/hit.ts';
import { LANE_LOOKS, LOOKS } from '../../../clients/demo/race/scene/looks.ts';
import { sceneOf, type SceneOptions } from '../../../clients/demo/race/scene/scene-of.ts';
import { toSvg } from '../../../clients/demo/race/scene/to-svg.ts';
import { EMPTY, pageOf, ScriptedLanes } from './scripted-lanes.ts';

/** With a plot of 1000 px that begins at x = 40, for 1000 ms: a px is a ms. */
const OPTIONS: SceneOptions = {
  width: 1047.5,
  height: 317.5,
  textPx: 10,
  fromMs: 0,
  toMs: 1000,
  words: {
    lanes: { 'short-polling': 'short', 'long-polling': 'long', websocket: '<web & socket>' },
    rails: { a: 'A', server: 'S', b: 'B' },
    millis: (ms) => `${ms} ms`,
  },
};
const LEFT = 40;

function sceneAt(script: ScriptedLanes, options: Partial<SceneOptions> = {}): Scene {
  return sceneOf(script.lanes, { ...OPTIONS, ...options });
}

function moving(scene: Scene): readonly Shape[] {
  return scene.moving.flat();
}

function paths(scene: Scene, look: Shape['look']): readonly (readonly number[])[] {
  return moving(scene)
    .filter((shape): shape is Path => shape.form === 'path' && shape.look === look)
    .map(({ points }) => points);
}

/** The xs of a path, as times. */
function timesOf(points: readonly number[] | undefined): readonly number[] | undefined {
  return points?.filter((_, i) => i % 2 === 0).map((x) => Math.round(x - LEFT));
}

describe('a request is a bar', () => {
  function polled(page: object): ScriptedLanes {
    const script = new ScriptedLanes();
    const poll = script.asks('long-polling', 'b', `${ROUTES.longPolling}?hold=15`, { at: 100, arrivesAt: 150 });
    script.answers('long-polling', 'b', poll, page, { at: 700, arrivesAt: 760 });
    return script;
  }
  const { bars, hold } = LANE_LOOKS['long-polling'];

  test('whose corners are its four times', () => {
    const scene = sceneAt(polled(EMPTY));
    expect(paths(scene, bars.empty).map(timesOf)).toEqual([[100, 150, 700, 760]]);
    expect(paths(scene, hold).map(timesOf)).toEqual([[150, 700]]);
  });

  test('that looks otherwise when a message came of it', () => {
    expect(paths(sceneAt(polled(pageOf('m1'))), bars.full)).toHaveLength(1);
    expect(paths(sceneAt(polled({ kind: 'gap', reason: 'trimmed', cursor: 'e.1' })), bars.failed)).toHaveLength(1);
  });

  test('that grows while it is held', () => {
    const script = polled(EMPTY);
    const ends = [300, 400].map((toMs) => paths(sceneAt(script, { fromMs: toMs - 1000, toMs }), bars.pending)[0]);
    expect(ends.map(timesOf)).toEqual([
      [800, 850, 1000, 1000],
      [700, 750, 1000, 1000],
    ]);
  });

  test('that says nothing of what came of it later', () => {
    const scene = sceneAt(polled(EMPTY), { fromMs: -301, toMs: 699 });
    expect(paths(scene, bars.empty)).toEqual([]);
    expect(paths(scene, bars.pending)).toHaveLength(1);
  });

  test('however long ago it began', () => {
    const scene = sceneAt(polled(EMPTY), { fromMs: 500, toMs: 1500 });
    expect(paths(scene, bars.empty).map(timesOf)).toEqual([[-400, -350, 200, 260]]);
    expect(moving(sceneAt(polled(EMPTY), { fromMs: 800, toMs: 1800 }))).toEqual([]);
  });

  test('of which a half is lost has a cross there, and hangs until the client has given up', () => {
    const script = new ScriptedLanes();
    script.opened('short-polling', 'b', 90);
    const lost = script.asks('short-polling', 'b', ROUTES.shortPolling, { at: 100, arrivesAt: null });
    script.lost('short-polling', 'b', lost, 140);
    const { failed } = LANE_LOOKS['short-polling'].bars;
    expect(paths(sceneAt(script), failed).map(timesOf)).toEqual([[100, 140, 1000]]);
    expect(paths(sceneAt(script), LOOKS.cross).map(timesOf)).toEqual([
      [135, 145],
      [135, 145],
    ]);
    script.closed('short-polling', 'b', 600, 'client');
    expect(paths(sceneAt(script), failed).map(timesOf)).toEqual([[100, 140, 600]]);
  });

  test('that is cut off with its connection has its cross there', () => {
    const script = new ScriptedLanes();
    script.opened('long-polling', 'b', 90);
    script.asks('long-polling', 'b', ROUTES.longPolling, { at: 500 });
    script.closed('long-polling', 'b', 600, 'link');
    expect(paths(sceneAt(script), bars.failed).map(timesOf)).toEqual([[500, 510, 600, 600]]);
    expect(paths(sceneAt(script), LOOKS.cross)).toHaveLength(2);
  });
});

describe('a frame is a line with a dot', () => {
  test('where it arrives, filled when it brings a message', () => {
    const script = new ScriptedLanes();
    script.frames('b', 'down', { type: 'page', ...pageOf('m1') }, { at: 200, arrivesAt: 250 });
    script.frames('a', 'down', { type: 'receipt', id: 'm1', at: 1, online: true }, { at: 210, arrivesAt: 260 });
    const dots = moving(sceneAt(script)).filter((shape): shape is Dot => shape.form === 'dot');
    const { full, hollow, way } = LANE_LOOKS.websocket;
    expect(dots.map(({ x, look }) => [Math.round(x - LEFT), look])).toEqual([
      [260, hollow],
      [250, full],
    ]);
    expect(paths(sceneAt(script), way).map(timesOf)).toEqual([
      [210, 260],
      [200, 250],
    ]);
  });

  test('or ticks, for a heartbeat', () => {
    const script = new ScriptedLanes();
    script.frames('b', 'down', { type: 'ping', n: 1 }, { at: 200, arrivesAt: 250 });
    expect(paths(sceneAt(script), LANE_LOOKS.websocket.beat).map(timesOf)).toEqual([
      [200, 200],
      [250, 250],
    ]);
  });

  test('in a pipe that is there while the socket is open', () => {
    const script = new ScriptedLanes();
    script.opened('websocket', 'b', 100);
    script.frames('b', 'down', { type: 'ping', n: 1 }, { at: 200 });
    const { pipe } = LANE_LOOKS.websocket;
    expect(paths(sceneAt(script), pipe).map(timesOf)).toEqual([[100, 1000, 1000, 100]]);
    script.closed('websocket', 'b', 600, 'server');
    expect(paths(sceneAt(script), pipe).map(timesOf)).toEqual([[100, 600, 600, 100]]);
  });
});

describe('the thread of a message', () => {
  function threaded(): ScriptedLanes {
    const script = new ScriptedLanes();
    const draft = { type: 'publish', id: 'm1', to: 'user:b', body: 'hi' };
    script.sending('websocket', 'm1', 100);
    script.sending('long-polling', 'm1', 100);
    script.frames('a', 'up', draft, { at: 101, arrivesAt: 151 });
    script.frames('b', 'down', { type: 'page', ...pageOf('m1') }, { at: 152, arrivesAt: 202 });
    script.received('websocket', 'm1', 203);
    return script;
  }

  test('goes by all that was measured of it, and says how long it took', () => {
    const scene = sceneAt(threaded(), { thread: 'm1' });
    expect(paths(scene, LOOKS.thread).map(timesOf)).toEqual([[100, 101, 151, 152, 202, 203]]);
    const texts = moving(scene).filter((shape): shape is Text => shape.form === 'text');
    expect(texts.map(({ text }) => text)).toEqual(['103 ms']);
  });

  test('hangs where it is not there yet', () => {
    expect(paths(sceneAt(threaded(), { thread: 'm1' }), LOOKS.threadWait).map(timesOf)).toEqual([[100, 1000]]);
    const before = sceneAt(threaded(), { thread: 'm1', fromMs: -800, toMs: 200, only: ['websocket'] });
    expect(paths(before, LOOKS.threadWait).map(timesOf)).toEqual([[900, 901, 951, 952, 1000]]);
  });
});

describe('a click', () => {
  function exchange(): ScriptedLanes {
    const script = new ScriptedLanes();
    const poll = script.asks('long-polling', 'b', ROUTES.longPolling, { at: 100, arrivesAt: 150 });
    script.answers('long-polling', 'b', poll, EMPTY, { at: 700, arrivesAt: 760 });
    return script;
  }

  test('finds what is there, or near', () => {
    const script = exchange();
    const scene = sceneAt(script);
    const request = script.lanes.of('long-polling').tracks.b.pieces.at(0)!;
    const [, y = 0, , server = 0] = paths(scene, LANE_LOOKS['long-polling'].bars.empty)[0]!;
    expect(hit(scene, LEFT + 400, (y + server) / 2)).toBe(request);
    expect(hit(scene, LEFT + 400, y + 4)).toBe(request);
    expect(hit(scene, LEFT + 400, y + 9)).toBeNull();
    expect(hit(scene, LEFT + 50, (y + server) / 2)).toBeNull();
    // What went on before is drawn, but not seen.
    const later = sceneAt(script, { fromMs: 300, toMs: 1300 });
    expect(hit(later, LEFT + 10, (y + server) / 2)).toBe(request);
    expect(hit(later, LEFT - 10, (y + server) / 2)).toBeNull();
  });

  test('lights it up, and what belongs to it', () => {
    const script = new ScriptedLanes();
    script.frames('a', 'up', { type: 'publish', id: 'm1', to: 'user:b', body: '' }, { at: 100 });
    script.frames('b', 'down', { type: 'page', ...pageOf('m1') }, { at: 150 });
    script.frames('b', 'down', { type: 'page', ...pageOf('m2') }, { at: 190 });
    const scene = sceneAt(script, { chosen: script.lanes.of('websocket').tracks.a.pieces.at(0)! });
    expect(paths(scene, LOOKS.chosen).map(timesOf)).toEqual([[100, 110]]);
    expect(paths(scene, LOOKS.lit).map(timesOf)).toEqual([[150, 160]]);
  });
});

describe('as SVG', () => {
  const palette = {
    colours: Object.fromEntries(INKS.map((ink, i) => [ink, `#00000${i}`])) as Record<(typeof INKS)[number], string>,
    font: 'sans-serif',
  };

  test('a scene has each of its shapes, and texts are text', () => {
    const script = new ScriptedLanes();
    script.frames('b', 'down', { type: 'page', ...pageOf('m1') }, { at: 200, arrivesAt: 250 });
    const scene = sceneAt(script);
    const svg = toSvg(scene, palette);
    const shapes = [...scene.still, ...moving(scene), ...scene.front];
    const count = (element: string) => svg.split(`<${element} `).length - 1;
    expect(count('circle')).toBe(shapes.filter(({ form }) => form === 'dot').length);
    expect(count('text')).toBe(shapes.filter(({ form }) => form === 'text').length);
    // One more for the pattern.
    expect(count('path')).toBe(shapes.filter(({ form }) => form === 'path').length + 1);
    expect(svg).toContain('>&lt;web &amp; socket></text>');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

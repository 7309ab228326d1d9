(() => {
  'use strict';

  const specs = JSON.parse(document.getElementById('charts-data').textContent);
  const plots = new Map();
  const logarithmic = new Set();

  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  /* as many as tell neighbouring labels apart: 1 for steps of 0.2, 2 for steps of 0.25 */
  function decimals(step) {
    for (let digits = 0; digits < 8; digits++) {
      const scaled = step * 10 ** digits;
      if (scaled > 0.5 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) {
        return digits;
      }
    }
    return 8;
  }

  /* of a single value: the last digit that is told */
  const PRECISION = { ratio: 0.01, fine: 0.0001, percent: 0.0001, price: 0.01 };

  function written(unit, value, step) {
    if (value == null) {
      return 'not defined';
    }
    switch (unit) {
      case 'percent':
        return (value * 100).toFixed(decimals(step * 100)) + '%';
      case 'price': {
        const digits = value < 10 ? 4 : 2;
        return value.toLocaleString('en-US', {
          minimumFractionDigits: step < 1 ? digits : 0,
          maximumFractionDigits: step < 1 ? digits : 0,
        });
      }
      default:
        return value.toFixed(decimals(step));
    }
  }

  const DAY = 86400;
  const MONTHS = ['{MMM}', '\n{YYYY}', null, null, null, null, null, null, 1];
  const DAYS = ['{D} {MMM}', '\n{YYYY}', null, null, null, null, null, null, 1];
  const HOURS = ['{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, null, 1];
  /* by the distance of neighbouring labels, in seconds */
  const TIMES = [
    [365 * DAY, '{YYYY}', null, null, null, null, null, null, null, 1],
    [28 * DAY, ...MONTHS],
    [DAY, ...DAYS],
    [60, ...HOURS],
    [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, null, 1],
  ];

  const smallestStep = splits => {
    let step = Infinity;
    for (let i = 1; i < splits.length; i++) {
      step = Math.min(step, splits[i] - splits[i - 1]);
    }
    return Number.isFinite(step) ? step : 1;
  };

  /* Round numbers, about as many as there is room for: powers of ten with 1, 2 and 5, or even steps for a narrow range. */
  function logSplits(low, high, room) {
    if (high / low > 8) {
      const all = [];
      for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
        for (const digit of [1, 2, 5]) {
          all.push(digit * 10 ** power);
        }
      }
      const inside = all.filter(value => value >= low && value <= high);
      const every = Math.ceil(inside.length / room);
      return inside.filter((_, i) => i % every === 0);
    }
    const raw = (high - low) / room;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(digit => digit * power).find(value => value >= raw);
    const splits = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high; k++) {
      splits.push(k * step);
    }
    return splits;
  }

  function valueScale(spec, log) {
    const values = spec.series.flatMap(series => series.values).filter(value => value != null);
    if (spec.level != null) {
      values.push(spec.level);
    }
    const low = values.length ? values.reduce((a, b) => Math.min(a, b)) : 0;
    const high = values.length ? values.reduce((a, b) => Math.max(a, b)) : 1;
    if (log) {
      return { distr: 3, range: [low / 1.03, high * 1.03] };
    }
    const margin = (high - low || Math.abs(high) || 1) * 0.05;
    const hangs = spec.series.some(series => series.filled);
    return { range: [low - margin, hangs ? high : high + margin] };
  }

  function bands(plot, spec) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const band of spec.bands) {
      const from = plot.valToPos(band.from, 'x', true);
      const to = plot.valToPos(band.to, 'x', true);
      ctx.fillStyle = color(band.tone);
      ctx.fillRect(from, bbox.top, to - from, bbox.height);
    }
    if (spec.level != null) {
      const y = plot.valToPos(spec.level, 'y', true);
      ctx.strokeStyle = color('quiet');
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  }

  function words(plot, spec) {
    const { ctx, bbox } = plot;
    const size = 12 * devicePixelRatio;
    ctx.save();
    ctx.font = size + 'px system-ui, sans-serif';
    ctx.textBaseline = 'top';
    ctx.fillStyle = color('text');
    ctx.textAlign = 'left';
    for (const band of spec.bands) {
      const from = plot.valToPos(band.from, 'x', true);
      const to = plot.valToPos(band.to, 'x', true);
      if (ctx.measureText(band.label).width + size < to - from) {
        ctx.fillText(band.label, from + size / 2, bbox.top + size / 2);
      }
    }
    for (const mark of spec.marks) {
      const x = plot.valToPos(mark.at, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) {
        continue;
      }
      ctx.strokeStyle = color('text');
      ctx.lineWidth = 1.5 * devicePixelRatio;
      ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const right = x > bbox.left + bbox.width / 2;
      const wide = ctx.measureText(mark.label).width;
      const left = right ? x - size / 2 - wide : x + size / 2;
      ctx.fillStyle = color('card');
      ctx.fillRect(left - size / 4, bbox.top + 1.8 * size, wide + size / 2, 1.4 * size);
      ctx.fillStyle = color('text');
      ctx.fillText(mark.label, left, bbox.top + 2 * size);
    }
    ctx.restore();
  }

  function options(id, spec, width) {
    const log = logarithmic.has(id);
    const height = (spec.small ? 180 : 320) - (width < 480 ? 40 : 0);
    const axis = { stroke: color('quiet'), grid: { stroke: color('grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    const scale = valueScale(spec, log);
    const last = spec.x.length - 1;
    const moment = uPlot.fmtDate('{YYYY}-{MM}-{DD} {HH}:{mm}');
    const utc = seconds => uPlot.tzDate(new Date(seconds * 1e3), 'Etc/UTC');
    const result = {
      width,
      height,
      tzDate: utc,
      scales: { x: { time: spec.time }, y: scale },
      cursor: { drag: { x: false, y: false }, sync: spec.group ? { key: spec.group } : undefined },
      axes: [
        { ...axis, space: 70, ...(spec.time ? { values: TIMES } : { size: 30 }) },
        {
          ...axis,
          space: spec.small ? 26 : 40,
          size: (_, values) => 14 + 7.2 * Math.max(4, ...(values || []).map(value => value.length)),
          values: (_, splits) => splits.map(value => written(spec.unit, value, smallestStep(splits))),
        },
      ],
      series: [
        /* without a pointer the legend tells the last values */
        {
          label: spec.time ? 'Time (UTC)' : 'Epoch',
          value: (_, value, __, index) => {
            const at = index == null ? spec.x[last] : value;
            return spec.time ? moment(utc(at)) : String(at);
          },
        },
        ...spec.series.map(series => ({
          label: series.label,
          stroke: color(series.tone),
          width: 1.6,
          dash: series.dashed ? [7, 4] : undefined,
          fill: series.filled ? color(series.tone) + '33' : undefined,
          fillTo: series.filled ? 0 : undefined,
          points: { show: spec.x.length < 40 },
          value: (_, value, __, index) =>
            written(spec.unit, index == null ? series.values[last] : value, PRECISION[spec.unit]),
        })),
      ],
      hooks: { drawAxes: [plot => bands(plot, spec)], draw: [plot => words(plot, spec)] },
    };
    if (log) {
      result.axes[1].splits = (_, __, low, high) => logSplits(low, high, height / 50);
      result.axes[1].filter = (_, splits) => splits;
    }
    return result;
  }

  function draw(id) {
    const place = document.getElementById(id);
    const spec = specs[id];
    const before = plots.get(id);
    if (before) {
      before.destroy();
    }
    const width = Math.max(200, Math.floor(place.clientWidth));
    plots.set(id, new uPlot(options(id, spec, width), [spec.x, ...spec.series.map(series => series.values)], place));
  }

  const drawAll = () => Object.keys(specs).forEach(draw);

  for (const button of document.querySelectorAll('button[data-log]')) {
    button.addEventListener('click', () => {
      const id = button.dataset.log;
      const on = !logarithmic.has(id);
      if (on) {
        logarithmic.add(id);
      } else {
        logarithmic.delete(id);
      }
      button.setAttribute('aria-pressed', String(on));
      draw(id);
    });
  }

  drawAll();

  let lastWidth = document.documentElement.clientWidth;
  addEventListener('resize', () => {
    const width = document.documentElement.clientWidth;
    if (width !== lastWidth) {
      lastWidth = width;
      drawAll();
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  /* paper is white */
  const printing = on => {
    document.documentElement.classList.toggle('printing', on);
    drawAll();
  };
  addEventListener('beforeprint', () => printing(true));
  addEventListener('afterprint', () => printing(false));
})();

(() => {
  'use strict';

  const specs = JSON.parse(document.getElementById('charts-data').textContent);
  const plots = new Map();
  const logarithmic = new Set();

  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  const decimals = step => Math.max(0, Math.min(8, Math.ceil(-Math.log10(step) - 1e-9)));

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
    let low = values.length ? values.reduce((a, b) => Math.min(a, b)) : 0;
    let high = values.length ? values.reduce((a, b) => Math.max(a, b)) : 1;
    if (log) {
      return { distr: 3, range: [low / 1.03, high * 1.03] };
    }
    const margin = (high - low || Math.abs(high) || 1) * 0.05;
    low = spec.series.some(series => series.filled) ? low - margin : low - margin;
    high = spec.series.some(series => series.filled) && high <= 0 ? 0 : high + margin;
    return { range: [low, high] };
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
    ctx.textAlign = 'center';
    for (const band of spec.bands) {
      const from = plot.valToPos(band.from, 'x', true);
      const to = plot.valToPos(band.to, 'x', true);
      if (ctx.measureText(band.label).width + size < to - from) {
        ctx.fillText(band.label, (from + to) / 2, bbox.top + size / 2);
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
      ctx.textAlign = right ? 'right' : 'left';
      ctx.fillText(mark.label, x + (right ? -size / 2 : size / 2), bbox.top + 2 * size);
    }
    ctx.restore();
  }

  function options(id, spec, width) {
    const log = logarithmic.has(id);
    const height = (spec.small ? 180 : 320) - (width < 480 ? 40 : 0);
    const axis = { stroke: color('quiet'), grid: { stroke: color('grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    const scale = valueScale(spec, log);
    const result = {
      width,
      height,
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1e3), 'Etc/UTC'),
      scales: { x: { time: spec.time }, y: scale },
      cursor: { drag: { x: false, y: false }, sync: spec.group ? { key: spec.group } : undefined },
      axes: [
        { ...axis, space: 70 },
        {
          ...axis,
          size: (_, values) => 14 + 7.2 * Math.max(4, ...(values || []).map(value => value.length)),
          values: (_, splits) => splits.map(value => written(spec.unit, value, smallestStep(splits))),
        },
      ],
      series: [
        { label: spec.time ? 'Time (UTC)' : 'Epoch', value: spec.time ? '{YYYY}-{MM}-{DD} {HH}:{mm}' : (_, value) => value == null ? '--' : String(value) },
        ...spec.series.map(series => ({
          label: series.label,
          stroke: color(series.tone),
          width: 1.6,
          dash: series.dashed ? [7, 4] : undefined,
          fill: series.filled ? color(series.tone) + '33' : undefined,
          fillTo: series.filled ? 0 : undefined,
          points: { show: spec.x.length < 40 },
          value: (_, value) => value == null ? '--' : written(spec.unit, value, 0.01 * (spec.unit === 'percent' ? 0.01 : 1)),
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

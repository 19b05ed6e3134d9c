// The report is complete without this script, which adds: copying commands, filtering requirements, unfolding, the
// bytes of what went over the wire, and opening whatever a link or a line of a diagram leads to.
(function () {
  'use strict';
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);

  function selectText(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function copyText(element) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(element.textContent);
    selectText(element);
    return document.execCommand('copy') ? Promise.resolve() : Promise.reject(new Error('refused'));
  }

  function offerCopying() {
    for (const button of all('.repeat button')) {
      const command = button.parentElement.querySelector('code');
      button.hidden = false;
      button.addEventListener('click', () => {
        copyText(command).then(
          () => { button.textContent = 'Copied'; },
          () => { selectText(command); button.textContent = 'Selected'; });
        setTimeout(() => { button.textContent = 'Copy'; }, 2000);
      });
    }
  }

  function offerFilter() {
    const filter = document.querySelector('.filter');
    const rows = all('.matrix tr[data-verdict]').map((row) => ({
      row, verdict: row.dataset.verdict, level: row.dataset.level,
      text: (row.textContent + ' ' + row.parentElement.rows[0].textContent).toLowerCase()
    }));
    const apply = () => {
      const words = byId('filter-text').value.toLowerCase().split(/\s+/).filter(Boolean);
      const verdict = byId('filter-verdict').value;
      const level = byId('filter-level').value;
      let shown = 0;
      for (const entry of rows) {
        const fits = (!verdict || entry.verdict === verdict) && (!level || entry.level === level) &&
          words.every((word) => entry.text.includes(word));
        entry.row.hidden = !fits;
        if (fits) shown += 1;
      }
      for (const group of all('.matrix tbody')) {
        group.rows[0].hidden = all('tr[data-verdict]', group).every((row) => row.hidden);
      }
      byId('filter-status').textContent =
        shown === rows.length ? '' : 'Showing ' + shown + ' of ' + rows.length + ' requirements.';
    };
    for (const field of all('input, select', filter)) field.addEventListener('input', apply);
    filter.hidden = false;
    apply();  // a browser may have kept what was chosen before a reload
  }

  function offerUnfolding() {
    const button = byId('unfold');
    const profiles = all('details.profile');
    button.hidden = profiles.length === 0;
    button.addEventListener('click', () => {
      const open = profiles.some((profile) => !profile.open);
      for (const profile of profiles) profile.open = open;
      button.textContent = open ? 'Close all profiles' : 'Open all profiles';
      button.setAttribute('aria-expanded', String(open));
    });
  }

  // The text as it went over the wire: marks become the characters they stand for, ends of lines what they were.
  function bytesOf(pre) {
    const crlf = pre.classList.contains('crlf');
    let text = '';
    let ending = '';
    const read = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        for (const part of node.data.split(/(\n)/)) {
          if (part === '\n') text += (ending || (crlf ? '\r' : '')).replace('-', '') + '\n';
          else text += part;
          if (part) ending = '';
        }
      } else if (node.className === 'mark') text += String.fromCodePoint(parseInt(node.title.slice(2), 16));
      else if (node.className === 'cr') ending = '\r';
      else if (node.className === 'lf') ending = '-';
      else node.childNodes.forEach(read);
    };
    pre.childNodes.forEach(read);
    return new TextEncoder().encode(text);
  }

  function hexDump(bytes) {
    const rows = [];
    for (let at = 0; at < bytes.length; at += 16) {
      const row = Array.from(bytes.subarray(at, at + 16));
      const hex = row.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
      rows.push(at.toString(16).toUpperCase().padStart(6, '0') + '  ' +
        (hex.slice(0, 8).join(' ').padEnd(23) + '  ' + hex.slice(8).join(' ')).padEnd(49) + ' ' +
        row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join(''));
    }
    return rows.join('\n');
  }

  function offerBytes() {
    for (const button of all('button.bytes')) button.hidden = false;
    document.addEventListener('click', (event) => {
      const button = event.target.closest('button.bytes');
      if (!button) return;
      const shown = button.nextElementSibling;
      if (shown) shown.remove();
      else {
        const dump = document.createElement('pre');
        dump.className = 'raw hex';
        dump.tabIndex = 0;
        dump.textContent = hexDump(bytesOf(button.previousElementSibling));
        button.after(dump);
      }
      button.setAttribute('aria-pressed', String(!shown));
    });
  }

  // A line of a diagram leads to the same line of the wire log. The log itself is there for a keyboard.
  function offerLines() {
    document.addEventListener('click', (event) => {
      const line = event.target.closest('.sequence [data-line]');
      if (!line) return;
      const log = line.closest('.log').querySelector('.wire');
      const item = log.querySelectorAll('li')[Number(line.dataset.line)];
      if (!item) return;
      log.open = true;
      const bytes = item.querySelector('details');
      if (bytes) bytes.open = true;
      item.scrollIntoView({ block: 'center' });
    });
  }

  // What comes into view for the first time takes its true height only then and moves all that is below it: the
  // target is brought up again each time, until the reader takes over.
  let stopBringingUp = () => {};
  function bringUp(target) {
    stopBringingUp();
    const show = () => target.scrollIntoView({ behavior: 'instant' });
    const resized = new ResizeObserver(show);
    stopBringingUp = () => resized.disconnect();
    for (const kind of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
      window.addEventListener(kind, stopBringingUp, { once: true, passive: true });
    }
    setTimeout(stopBringingUp, 10000);
    show();
    resized.observe(document.body);
  }

  function openTarget() {
    let target = null;
    try { target = byId(decodeURIComponent(location.hash.slice(1))); } catch (error) { return; }
    if (!target) return;
    if (target.tagName === 'DETAILS') target.open = true;
    for (let at = target.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    if (target.hidden) {
      for (const field of all('.filter input, .filter select')) field.value = '';
      byId('filter-text').dispatchEvent(new Event('input'));
    }
    bringUp(target);
  }

  // On paper: the lines of all checks, and the log of every finding.
  function unfoldForPrint() {
    let unfolded = [];
    window.addEventListener('beforeprint', () => {
      unfolded = all(
        'details.profile:not([open]), .finding > details.log:not([open]), details.others:not([open]), details.words:not([open])');
      for (const details of unfolded) details.open = true;
    });
    window.addEventListener('afterprint', () => {
      for (const details of unfolded) details.open = false;
    });
  }

  offerCopying();
  offerFilter();
  offerUnfolding();
  offerBytes();
  offerLines();
  unfoldForPrint();
  window.addEventListener('hashchange', openTarget);
  openTarget();
}());

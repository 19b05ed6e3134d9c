// The report is complete without this script, which adds: copying commands, filtering requirements, unfolding, and
// opening whatever a link leads to.
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
    target.scrollIntoView();
  }

  // On paper: the lines of all checks, and the log of every finding.
  function unfoldForPrint() {
    let unfolded = [];
    window.addEventListener('beforeprint', () => {
      unfolded = all('details.profile:not([open]), .finding > details.log:not([open])');
      for (const details of unfolded) details.open = true;
    });
    window.addEventListener('afterprint', () => {
      for (const details of unfolded) details.open = false;
    });
  }

  offerCopying();
  offerFilter();
  offerUnfolding();
  unfoldForPrint();
  window.addEventListener('hashchange', openTarget);
  openTarget();
}());

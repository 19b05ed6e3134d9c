// Hides the rows in which all runs agree. The comparison is complete without this script.
(function () {
  'use strict';
  for (const button of document.querySelectorAll('button.only')) {
    const rows = button.closest('section').querySelectorAll('tr.same');
    button.hidden = rows.length === 0;
    button.addEventListener('click', () => {
      const only = button.getAttribute('aria-pressed') !== 'true';
      for (const row of rows) row.hidden = only;
      button.setAttribute('aria-pressed', String(only));
      button.textContent = only ? 'Show all' : 'Differences only';
    });
  }
}());

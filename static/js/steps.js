// The line that says how far one is (templates/components/steps.html): words, and one short stroke a step.

export function showStep(root, at) {
  root.querySelector('[data-steps-say]').textContent = root.getAttribute('data-step').replace('{now}', at + 1);
  root.querySelectorAll('.steps-line li').forEach((step, index) => {
    step.className = index < at ? 'step-done' : index === at ? 'step-now' : '';
  });
}

"""What is asked of every page that is looked at: one function in JavaScript, whose answer `findings` reads.

    {"scroll": [wide, room], "edge": […], "clipped": […], "small": […], "targets": […], "images": […]}

Each place is [text, number]: the first words there (or the address of an image), and the pixels it is about.
Distances are in CSS pixels; half a pixel of rounding is forgiven.
"""

PROBE = r"""() => {
  const SLACK = 1, SMALLEST_TEXT = 14, SMALLEST_TARGET = 24;
  const root = document.documentElement;
  const room = root.clientWidth;
  const all = document.body ? [...document.body.querySelectorAll('*')] : [];

  const words = element => {
    const text = (element.textContent || '').replace(/\s+/g, ' ').trim();
    const name = element.getAttribute('alt') || element.getAttribute('aria-label') || '';
    return (text || name || element.tagName.toLowerCase()).slice(0, 60);
  };
  const isText = node => node.nodeType === Node.TEXT_NODE
    && node.textContent.replace(/[\s\u00ad\u200b-\u200d]/g, '') !== '';
  const ownText = element => [...element.childNodes].some(isText);
  const isVisible = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  // What is one pixel large, or clipped to nothing, is there for screen readers only.
  const isHidden = element => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one), box = one.getBoundingClientRect();
      const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      if (cuts && (box.width <= 1 || box.height <= 1)) return true;
      if (style.clip === 'rect(0px, 0px, 0px, 0px)' || box.right < 0 || box.bottom < 0) return true;
    }
    return false;
  };
  const isContained = element => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(one).overflowX)) return true;
      if (['hidden', 'clip'].includes(getComputedStyle(one).overflowX)) return true;
    }
    return false;
  };
  const shown = all.filter(element => isVisible(element) && !isHidden(element));
  const texts = shown.filter(ownText);

  const textBox = element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const edge = [];
  for (const element of shown) {
    const hasText = ownText(element);
    if (!hasText && !['IMG', 'HR', 'BUTTON', 'INPUT', 'VIDEO', 'IFRAME'].includes(element.tagName)) continue;
    const box = hasText ? textBox(element) : element.getBoundingClientRect();
    const past = Math.max(box.right - room, -box.left);
    if (box.width && past > SLACK && !isContained(element)) edge.push([words(element), Math.round(past)]);
  }

  const clipped = [];
  for (const element of shown) {
    const style = getComputedStyle(element);
    const cutsX = ['hidden', 'clip'].includes(style.overflowX);
    const cutsY = ['hidden', 'clip'].includes(style.overflowY);
    if ((!cutsX && !cutsY) || !element.textContent.trim()) continue;
    const lost = Math.max(
      cutsX ? element.scrollWidth - element.clientWidth : 0,
      cutsY ? element.scrollHeight - element.clientHeight : 0,
    );
    if (lost > SLACK) clipped.push([words(element), Math.round(lost)]);
  }

  const small = texts
    .map(element => [words(element), parseFloat(getComputedStyle(element).fontSize)])
    .filter(([, size]) => size < SMALLEST_TEXT - 0.01)
    .map(([text, size]) => [text, Math.round(size * 10) / 10]);

  // WCAG 2.2, 2.5.8: a link in a sentence is excused, and so is a line of text with room around it; a button
  // is not.
  const blockOf = element => {
    let one = element;
    while (one !== document.body && getComputedStyle(one).display === 'inline') one = one.parentElement;
    return one;
  };
  const inSentence = element => {
    if (getComputedStyle(element).display !== 'inline') return false;
    const block = blockOf(element.parentElement);
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const isAround = !element.contains(node) && blockOf(node.parentElement) === block;
      if (isAround && /[\p{L}\p{N}]/u.test(node.textContent)) return true;
    }
    return false;
  };
  const touched = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const targets = shown
    .filter(element => element.matches(touched))
    .map(element => {
      const boxes = [element.getBoundingClientRect()];
      for (const child of element.querySelectorAll('*')) boxes.push(child.getBoundingClientRect());
      const left = Math.min(...boxes.map(box => box.left)), top = Math.min(...boxes.map(box => box.top));
      const right = Math.max(...boxes.map(box => box.right));
      const bottom = Math.max(...boxes.map(box => box.bottom));
      return {element, left, top, right, bottom, size: Math.min(right - left, bottom - top)};
    });
  const isUnder = one => one.size < SMALLEST_TARGET - 0.5;
  const isNear = (one, other) => {
    const x = (one.left + one.right) / 2, y = (one.top + one.bottom) / 2;
    const ox = (other.left + other.right) / 2, oy = (other.top + other.bottom) / 2;
    if (isUnder(other) && Math.hypot(x - ox, y - oy) < SMALLEST_TARGET) return true;
    const dx = Math.max(other.left - x, 0, x - other.right);
    const dy = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) < SMALLEST_TARGET / 2;
  };
  const isLine = one => getComputedStyle(one.element).display === 'inline';
  const tight = targets
    .filter(one => isUnder(one) && !inSentence(one.element))
    .filter(one => !isLine(one) || targets.some(other => other !== one && isNear(one, other)))
    .map(one => [words(one.element), Math.round(one.size)]);

  const images = [...document.images]
    .filter(image => image.complete && image.naturalWidth === 0)
    .map(image => [(image.getAttribute('src') || '').slice(0, 120), 0]);

  return {scroll: [root.scrollWidth, room], edge, clipped, small, targets: tight, images};
}"""

// On the page of photographs: the chosen picture is shown on this device and boxes are drawn on it over faces; the server makes
// those places unrecognisable before it keeps anything. Without JavaScript the form's grid does the same. Plain ES2020.
"use strict";

const form = document.querySelector("[data-face-boxes]").closest("form");
const place = form.querySelector("[data-face-boxes]");
const file = form.querySelector('input[type="file"]');
const hidden = form.querySelector('input[name="boxes"]');
const marked = form.querySelector('input[name="faces"][value="marked"]');
const longest = 640;

let boxes = [];
let picture;
let begun;
const canvas = document.createElement("canvas");
canvas.className = "evidence-photo";
canvas.setAttribute("role", "img");
canvas.setAttribute("aria-label", "选好的照片，可以在上面框人脸；用键盘的请选下面的块");
const said = document.createElement("p");
said.setAttribute("role", "status");
const undo = document.createElement("button");
undo.type = "button";
undo.className = "button button--quiet button--normal";
undo.textContent = "去掉最后一框";

const draw = (drawing) => {
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  pen.lineWidth = 3;
  pen.strokeStyle = "#ffffff";
  pen.fillStyle = "rgba(0, 0, 0, 0.75)";
  for (const box of drawing === undefined ? boxes : [...boxes, drawing]) {
    const area = [box.x, box.y, box.width, box.height].map((part, index) =>
      index % 2 === 0 ? part * canvas.width : part * canvas.height,
    );
    pen.fillRect(...area);
    pen.strokeRect(...area);
  }
};

const keep = () => {
  const toThousandths = (part) => Math.max(0, Math.min(1000, Math.round(part * 1000)));
  hidden.value = boxes
    .map((box) => [box.x, box.y, box.width, box.height].map(toThousandths).join(","))
    .join(";");
  said.textContent = boxes.length === 0 ? "在照片上按住拖一下，框住人脸。" : "框了 " + boxes.length + " 处。";
  undo.hidden = boxes.length === 0;
  if (boxes.length > 0) marked.checked = true;
  draw();
};

const pointOf = (event) => {
  const area = canvas.getBoundingClientRect();
  return {
    x: Math.min(1, Math.max(0, (event.clientX - area.left) / area.width)),
    y: Math.min(1, Math.max(0, (event.clientY - area.top) / area.height)),
  };
};
const boxTo = (point) => ({
  x: Math.min(begun.x, point.x),
  y: Math.min(begun.y, point.y),
  width: Math.abs(point.x - begun.x),
  height: Math.abs(point.y - begun.y),
});

canvas.addEventListener("pointerdown", (event) => {
  begun = pointOf(event);
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  if (begun !== undefined) draw(boxTo(pointOf(event)));
});
canvas.addEventListener("pointerup", (event) => {
  const box = boxTo(pointOf(event));
  begun = undefined;
  if (box.width > 0.01 && box.height > 0.01) boxes.push(box);
  keep();
});
undo.addEventListener("click", () => {
  boxes.pop();
  keep();
});

file.addEventListener("change", async () => {
  boxes = [];
  place.replaceChildren();
  hidden.value = "";
  const [chosen] = file.files;
  if (chosen === undefined) return;
  try {
    // Turned as the camera held it, as the server turns it.
    picture = await createImageBitmap(chosen, { imageOrientation: "from-image" });
  } catch {
    return;
  }
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  place.replaceChildren(canvas, said, undo);
  keep();
});

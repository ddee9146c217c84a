/* The signature frame, and a photo made small on the phone before it is kept. */
const PHOTO_BYTES = 300 * 1024;
const PHOTO_SIDE = 1280;

function signature(canvas) {
    const pen = canvas.getContext("2d");
    let drawing = false;
    let signed = false;
    const point = (ev) => {
        const frame = canvas.getBoundingClientRect();
        return [
            ((ev.clientX - frame.left) * canvas.width) / frame.width,
            ((ev.clientY - frame.top) * canvas.height) / frame.height,
        ];
    };
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.strokeStyle = "#101828";
    canvas.addEventListener("pointerdown", (ev) => {
        ev.preventDefault();
        drawing = true;
        pen.beginPath();
        pen.moveTo(...point(ev));
    });
    canvas.addEventListener("pointermove", (ev) => {
        if (drawing) {
            pen.lineTo(...point(ev));
            pen.stroke();
            signed = true;
        }
    });
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
        canvas.addEventListener(name, () => {
            drawing = false;
        });
    }
    return {
        clear() {
            pen.clearRect(0, 0, canvas.width, canvas.height);
            signed = false;
        },
        /** Show a signature that was drawn before. */
        show(address) {
            const image = new Image();
            image.onload = () => pen.drawImage(image, 0, 0);
            image.src = address;
            signed = true;
        },
        value: () => (signed ? canvas.toDataURL("image/png") : ""),
    };
}

function loaded(file) {
    return new Promise((resolve, reject) => {
        const address = URL.createObjectURL(file);
        const image = new Image();
        image.onload = () => resolve(image);
        image.onerror = () => reject(new Error("photo"));
        image.src = address;
    });
}

/** The photo as a JPEG of 300 kB at most; drawn anew, it holds no place or date. */
async function smallPhoto(file) {
    const image = await loaded(file);
    const canvas = document.createElement("canvas");
    let side = PHOTO_SIDE;
    for (let quality = 0.8; ; quality -= 0.15) {
        const scale = Math.min(1, side / Math.max(image.width, image.height));
        canvas.width = Math.max(1, Math.round(image.width * scale));
        canvas.height = Math.max(1, Math.round(image.height * scale));
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const address = canvas.toDataURL("image/jpeg", quality);
        if ((address.length * 3) / 4 <= PHOTO_BYTES) {
            URL.revokeObjectURL(image.src);
            return address;
        }
        if (quality < 0.4) {
            quality = 0.8;
            side = Math.round(side * 0.7);
        }
    }
}

/**
 * The script of a pack's page “核对”. It reads the unpacked folder that the reader chooses and reaches no network; written
 * for any browser of the last ten years, so that a pack can be checked after the system is gone. The signature itself is
 * checked by `kepu pack verify`.
 */
export const verifyScript = String.raw`"use strict";
(function () {
  var K = [];
  var H0 = [];
  (function () {
    var found = 0;
    for (var n = 2; found < 64; n += 1) {
      var prime = true;
      for (var d = 2; d * d <= n; d += 1) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (found < 8) H0.push((Math.pow(n, 1 / 2) * 4294967296) | 0);
      K.push((Math.pow(n, 1 / 3) * 4294967296) | 0);
      found += 1;
    }
  })();
  function turn(x, n) { return (x >>> n) | (x << (32 - n)); }
  function sha256(bytes) {
    var length = bytes.length;
    var padded = new Uint8Array(((length + 72) >> 6) << 6);
    padded.set(bytes);
    padded[length] = 128;
    var view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(length / 536870912));
    view.setUint32(padded.length - 4, (length << 3) >>> 0);
    var h = H0.slice();
    var w = new Int32Array(64);
    for (var at = 0; at < padded.length; at += 64) {
      for (var i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
      for (i = 16; i < 64; i += 1) {
        var a1 = w[i - 15], b1 = w[i - 2];
        w[i] = (w[i - 16] + (turn(a1, 7) ^ turn(a1, 18) ^ (a1 >>> 3)) + w[i - 7] + (turn(b1, 17) ^ turn(b1, 19) ^ (b1 >>> 10))) | 0;
      }
      var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
      for (i = 0; i < 64; i += 1) {
        var t1 = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        var t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      h = [h[0] + a | 0, h[1] + b | 0, h[2] + c | 0, h[3] + d | 0, h[4] + e | 0, h[5] + f | 0, h[6] + g | 0, h[7] + k | 0];
    }
    var out = new Uint8Array(32);
    var outView = new DataView(out.buffer);
    for (i = 0; i < 8; i += 1) outView.setInt32(i * 4, h[i]);
    return out;
  }
  function hex(bytes) {
    var text = "";
    for (var i = 0; i < bytes.length; i += 1) text += (bytes[i] < 16 ? "0" : "") + bytes[i].toString(16);
    return text;
  }
  function utf8(text) { return new TextEncoder().encode(text); }
  function fromBase64(text) {
    var binary = atob(text);
    var bytes = new Uint8Array(binary.length);
    for (var i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }
  function join(first, left, right) {
    var bytes = new Uint8Array(1 + left.length + right.length);
    bytes[0] = first;
    bytes.set(left, 1);
    bytes.set(right, 1 + left.length);
    return bytes;
  }
  /* RFC 9162, 2.1.3.2 */
  function inTree(leaf, index, size, proof, root) {
    if (index >= size) return false;
    var fn = index, sn = size - 1, r = leaf;
    for (var i = 0; i < proof.length; i += 1) {
      if (sn === 0) return false;
      if (fn % 2 === 1 || fn === sn) {
        r = sha256(join(1, proof[i], r));
        while (fn % 2 === 0 && fn !== 0) { fn = fn / 2; sn = Math.floor(sn / 2); }
      } else r = sha256(join(1, r, proof[i]));
      fn = Math.floor(fn / 2);
      sn = Math.floor(sn / 2);
    }
    return sn === 0 && hex(r) === hex(root);
  }
  function checkSeal(seal, manifestHash) {
    var content = JSON.parse(seal.content);
    if (content.manifest_hash !== manifestHash) return "封签写的清单指纹和包里的清单不一致。";
    if (JSON.parse(seal.leaf).content_hash !== hex(sha256(utf8(seal.content)))) return "账本条目的指纹和封签内容不一致。";
    if (seal.suite !== "sha256") return "账本用国密算法，本页不核验账本证明，请用 kepu pack verify。";
    var lines = seal.checkpoint.split("\n");
    var leaf = sha256(join(0, utf8(seal.leaf), new Uint8Array(0)));
    var proof = seal.proof.map(fromBase64);
    if (!inTree(leaf, seal.leafIndex, Number(lines[1]), proof, fromBase64(lines[2]))) return "条目不在封签所写的账本里。";
    return "";
  }
  var input = document.getElementById("folder");
  var state = document.getElementById("state");
  var list = document.getElementById("problems");
  function say(text, tone) { state.textContent = text; state.className = tone; }
  function problem(path, text) {
    var item = document.createElement("li");
    item.textContent = path + "：" + text;
    list.appendChild(item);
  }
  async function check(files) {
    list.textContent = "";
    var byPath = {};
    for (var i = 0; i < files.length; i += 1) {
      var whole = files[i].webkitRelativePath || files[i].name;
      byPath[whole.slice(whole.indexOf("/") + 1)] = files[i];
    }
    var read = async function (path) { return new Uint8Array(await byPath[path].arrayBuffer()); };
    if (!byPath["manifest.json"]) { say("选的文件夹里没有 manifest.json。请选解压出来的、有 index.html 的那个文件夹。", "bad"); return; }
    var manifestBytes = await read("manifest.json");
    var manifest = JSON.parse(new TextDecoder().decode(manifestBytes));
    var listed = { "manifest.json": true, "seal.json": true };
    var wrong = 0;
    for (i = 0; i < manifest.files.length; i += 1) {
      var entry = manifest.files[i];
      listed[entry.path] = true;
      say("正在核对第 " + (i + 1) + " 个，共 " + manifest.files.length + " 个…", "");
      if (!byPath[entry.path]) { problem(entry.path, "清单里有，文件夹里没有。"); wrong += 1; continue; }
      var bytes = await read(entry.path);
      if (bytes.length !== entry.size || hex(sha256(bytes)) !== entry.sha256) { problem(entry.path, "内容和清单里的指纹不一致，被改过。"); wrong += 1; }
    }
    Object.keys(byPath).forEach(function (path) {
      if (!listed[path]) { problem(path, "清单里没有，是后来放进去的。"); wrong += 1; }
    });
    var sealed = byPath["seal.json"]
      ? checkSeal(JSON.parse(new TextDecoder().decode(await read("seal.json"))), hex(sha256(manifestBytes)))
      : "没有封签，无法证明清单没有被换过。";
    if (sealed !== "") { problem("seal.json", sealed); wrong += 1; }
    if (wrong === 0) say("全部一致：" + manifest.files.length + " 个文件的指纹与清单相符，清单的指纹在账本的检查点里。", "good");
    else say("有 " + wrong + " 处不一致，见下。", "bad");
  }
  input.addEventListener("change", function () {
    check(input.files).catch(function (error) { say("没有核对完：" + error.message, "bad"); });
  });
})();`;

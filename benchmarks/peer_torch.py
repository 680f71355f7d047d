#!/usr/bin/env python3
"""Times the rows of `equivariant bench` in PyTorch.

    /usr/bin/python3 benchmarks/peer_torch.py [--threads N] [--device cpu|cuda:0] [ROW ...]

With row names it measures each once and ends. Without, it reads requests, one line each: a row's name and, behind a space,
the batch size if it is another than the row's own. Every answer is one line of JSON:
{"name", "forwardMs", "trainMs"}, or {"name", "error"}. The first line names the peer, or says why there is none.

On Debian: apt-get install python3-torch libopenblas0-pthread, and Debian's /usr/bin/python3.

What is compared: the convolutions as one writes them in PyTorch. SRE-Conv expands its ring weights to dense kernels by an
einsum and convolves (what the authors' code does); turned and mirrored copies are gathered, convolved at once, and reduced by
their maximum. A training pass is the forward pass and the gradients of input and weight; for a network a step of SGD with
momentum. On a GPU all is in float32: PyTorch's default of rounding the operands of convolutions to 10 bits (TF32) is switched
off, its search for the fastest algorithm is on, and a pass ends when the GPU is done.
"""
import itertools
import json
import os
import sys
import time

# Made for another BLAS build or another machine, these can make OpenBLAS choose slow kernels; PyTorch gets its own defaults.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

try:
    import torch
    from torch import nn
    import torch.nn.functional as F
except ImportError as error:
    print(json.dumps({"error": f"PyTorch cannot be imported ({error}); on Debian: apt-get install python3-torch "
                               "libopenblas0-pthread"}), flush=True)
    sys.exit(3)

# As in BenchRun.cs.
LEAST_MS, SETTLING_MS, LONG_MS = 50, 25, 100
DEVICE = "cpu"


def rings(kernel_size, rank=2):
    """[bands, taps]: 1 where a tap lies in a ring. Equal rings up to half a tap beyond the middle of an edge."""
    half = kernel_size // 2
    bands = half + 1
    axes = torch.meshgrid(*[torch.arange(-half, half + 1.0)] * rank, indexing="ij")
    radius = sum(axis ** 2 for axis in axes).sqrt().flatten()
    ring = (radius * bands / (half + 0.5)).floor()
    return torch.stack([(ring == band).float() for band in range(bands)])


def rotations(count):
    """[count, 9]: the tap that each tap of a copy comes from."""
    if count == 4:
        return torch.stack([torch.rot90(torch.arange(9).view(3, 3), -i).flatten() for i in range(4)])
    clockwise = [0, 1, 2, 5, 8, 7, 6, 3]
    table = torch.full((8, 9), 4)
    for step in range(8):
        for place in range(8):
            table[step, clockwise[(place + step) % 8]] = clockwise[place]
    return table


def flips(names, size=3):
    """[copies, taps] for copies out of id, H, V, HV."""
    axes = {"id": [], "H": [1], "V": [0], "HV": [0, 1]}
    return torch.stack([torch.arange(size * size).view(size, size).flip(axes[name]).flatten() for name in names])


def dihedral():
    turned = rotations(4)
    return torch.cat([turned, flips(["H"])[0][turned]])


def cube_turns():
    """[24, 27]: the taps of a 3×3×3 kernel in each rotation of the cube."""
    taps = torch.arange(27).view(3, 3, 3)
    turned = []
    for order in itertools.permutations(range(3)):
        for axes in itertools.chain.from_iterable(itertools.combinations(range(3), n) for n in range(4)):
            swaps = sum(order[i] > order[j] for i in range(3) for j in range(i + 1, 3))
            if (swaps + len(axes)) % 2 == 0:
                turned.append(taps.permute(order).flip(axes).flatten())
    return torch.stack(turned)


class Op:
    """A convolution by name, with its operands."""

    def __init__(self, batch, channels, size, kernel_size, rank=2, copies=None, sre=False):
        self.padding, self.kernel = kernel_size // 2, (kernel_size,) * rank
        self.conv = F.conv3d if rank == 3 else F.conv2d
        self.copies = copies if copies is None else copies.to(DEVICE)
        self.rings = rings(kernel_size, rank).to(DEVICE) if sre else None
        maps = (batch, channels) + (size,) * rank
        taps = self.rings.shape[0] if sre else kernel_size ** rank
        self.x = torch.rand(maps, device=DEVICE).sub_(0.5).requires_grad_()
        self.weight = torch.rand(channels, channels, taps, device=DEVICE).sub_(0.5).requires_grad_()
        self.dy = torch.rand(maps, device=DEVICE).sub_(0.5)

    def apply(self):
        channels = self.weight.shape[0]
        if self.rings is not None:
            weight = torch.einsum("oib,bt->oit", self.weight, self.rings)
        elif self.copies is not None:
            weight = self.weight[:, :, self.copies].permute(0, 2, 1, 3)
        else:
            weight = self.weight
        y = self.conv(self.x, weight.reshape(-1, channels, *self.kernel), padding=self.padding)
        return y if self.copies is None else y.view(y.shape[0], channels, -1, *y.shape[2:]).max(2).values

    def forward(self):
        with torch.no_grad():
            self.apply()

    def train(self):
        torch.autograd.grad(self.apply(), (self.x, self.weight), self.dy)


class GroupOp:
    """A group convolution over four turns, or those and their mirror images: gathered kernels, convolved at once."""

    def __init__(self, batch, channels, size, mirrors):
        turns = 4
        elements = [(turn, mirror) for mirror in range(1 + mirrors) for turn in range(turns)]
        self.order = len(elements)
        taps = dihedral() if mirrors else rotations(4)
        def times(g, h):
            return ((g[0] + (-h[0] if g[1] else h[0])) % turns, g[1] ^ h[1])
        def inverse(g):
            return next(h for h in elements if times(g, h) == (0, 0))
        table = [[elements.index(times(inverse(g), h)) * 9 + taps[i] for h in elements] for i, g in enumerate(elements)]
        self.table = torch.stack([torch.cat(row) for row in table]).to(DEVICE)
        self.channels = channels // self.order
        self.x = torch.rand(batch, channels, size, size, device=DEVICE).sub_(0.5).requires_grad_()
        self.weight = torch.rand(
            self.channels, self.channels, 9 * self.order, device=DEVICE).sub_(0.5).requires_grad_()
        self.dy = torch.rand(batch, channels, size, size, device=DEVICE).sub_(0.5)

    def apply(self):
        bank = self.weight[:, :, self.table].permute(0, 2, 1, 3)
        return F.conv2d(self.x, bank.reshape(self.x.shape[1], self.x.shape[1], 3, 3), padding=1)

    forward, train = Op.forward, Op.train


class SreConv2d(nn.Module):
    def __init__(self, inputs, outputs, kernel_size):
        super().__init__()
        self.register_buffer("rings", rings(kernel_size))
        self.kernel_size = kernel_size
        self.weight = nn.Parameter(torch.randn(outputs, inputs, self.rings.shape[0]) * (2 / outputs / kernel_size ** 2) ** 0.5)

    def forward(self, x):
        weight = torch.einsum("oib,bt->oit", self.weight, self.rings)
        return F.conv2d(x, weight.view(*weight.shape[:2], self.kernel_size, self.kernel_size), padding=self.kernel_size // 2)


def conv(inputs, outputs, kernel_size, stride, sre):
    if not sre:
        return nn.Conv2d(inputs, outputs, kernel_size, stride, kernel_size // 2, bias=False)
    symmetric = SreConv2d(inputs, outputs, kernel_size)
    return nn.Sequential(nn.AvgPool2d(stride), symmetric) if stride > 1 else symmetric


class Block(nn.Module):
    def __init__(self, inputs, outputs, kernel_size, stride, sre):
        super().__init__()
        self.body = nn.Sequential(
            conv(inputs, outputs, kernel_size, stride, sre), nn.BatchNorm2d(outputs), nn.ReLU(),
            conv(outputs, outputs, kernel_size, 1, sre), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Sequential()
        if stride > 1 and sre:
            self.shortcut = nn.Sequential(
                nn.AvgPool2d(stride), nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        elif stride > 1:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def resnet18(sre):
    layers = [conv(3, 64, 5 if sre else 3, 1, sre), nn.BatchNorm2d(64), nn.ReLU()]
    inputs = 64
    for stage, kernel_size in enumerate([9, 9, 5, 5] if sre else [3, 3, 3, 3]):
        for block in range(2):
            stride = 2 if stage > 0 and block == 0 else 1
            layers.append(Block(inputs, 64 << stage, kernel_size, stride, sre))
            inputs = 64 << stage
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 9))


class Network:
    """A network with a batch of images of 32×32."""

    def __init__(self, batch, sre):
        self.net = resnet18(sre).to(DEVICE)
        self.images = torch.rand(batch, 3, 32, 32, device=DEVICE).sub_(0.5)
        self.labels = torch.arange(batch, device=DEVICE) % 9
        self.optimizer = torch.optim.SGD(self.net.parameters(), 1e-3, momentum=0.9)

    def forward(self):
        self.net.eval()
        with torch.no_grad():
            self.net(self.images)

    def train(self):
        self.net.train()
        self.optimizer.zero_grad()
        F.cross_entropy(self.net(self.images), self.labels).backward()
        self.optimizer.step()


ROWS = {
    "plain-1x1": (32, lambda n: Op(n, 128, 14, 1)),
    "plain-3x3": (32, lambda n: Op(n, 64, 28, 3)),
    "plain-5x5": (32, lambda n: Op(n, 128, 14, 5)),
    "plain-7x7": (32, lambda n: Op(n, 128, 14, 7)),
    "plain-3x3-256": (32, lambda n: Op(n, 256, 7, 3)),
    "sre-3x3": (32, lambda n: Op(n, 64, 28, 3, sre=True)),
    "sre-5x5": (32, lambda n: Op(n, 64, 28, 5, sre=True)),
    "sre-7x7": (32, lambda n: Op(n, 64, 28, 7, sre=True)),
    "sre-9x9": (32, lambda n: Op(n, 64, 28, 9, sre=True)),
    "rot4max-3x3": (32, lambda n: Op(n, 64, 28, 3, copies=rotations(4))),
    "rot8max-3x3": (32, lambda n: Op(n, 64, 28, 3, copies=rotations(8))),
    "flip3max-3x3": (32, lambda n: Op(n, 64, 28, 3, copies=flips(["id", "H", "V"]))),
    "flip3max-5x5": (32, lambda n: Op(n, 128, 14, 5, copies=flips(["id", "H", "V"], 5))),
    "flip4max-3x3": (32, lambda n: Op(n, 64, 28, 3, copies=flips(["id", "H", "V", "HV"]))),
    "d4max-3x3": (32, lambda n: Op(n, 64, 28, 3, copies=dihedral())),
    "p4-3x3": (32, lambda n: GroupOp(n, 256, 14, mirrors=0)),
    "p4m-3x3": (32, lambda n: GroupOp(n, 256, 14, mirrors=1)),
    "p4-3x3-512": (32, lambda n: GroupOp(n, 512, 14, mirrors=0)),
    "p4m-3x3-512": (32, lambda n: GroupOp(n, 512, 14, mirrors=1)),
    "sre3d-5": (8, lambda n: Op(n, 32, 14, 5, rank=3, sre=True)),
    "plain3d-3": (8, lambda n: Op(n, 32, 14, 3, rank=3)),
    "plain3d-5": (8, lambda n: Op(n, 32, 14, 5, rank=3)),
    "rot24max3d-3": (8, lambda n: Op(n, 32, 14, 3, rank=3, copies=cube_turns())),
    "rot24max3d-3-64": (8, lambda n: Op(n, 64, 14, 3, rank=3, copies=cube_turns())),
    "net-resnet18": (16, lambda n: Network(n, sre=False)),
    "net-sre-resnet18": (16, lambda n: Network(n, sre=True)),
}


def repeat(run, least_ms):
    """Milliseconds of some runs, which take at least so long, and their number."""
    runs, start = 0, time.perf_counter()
    while True:
        run()
        if DEVICE != "cpu":
            torch.cuda.synchronize()
        runs += 1
        elapsed = 1e3 * (time.perf_counter() - start)
        if elapsed >= least_ms:
            return elapsed, runs


def milliseconds(run):
    """Time of one run, repeated until the clock can be trusted; short ones do not count before caches and threads have settled."""
    elapsed, runs = repeat(run, SETTLING_MS)
    if runs == 1 and elapsed >= LONG_MS:
        return elapsed
    elapsed, runs = repeat(run, LEAST_MS)
    return elapsed / runs


made = {}


def measure(request):
    """The answer to one line."""
    words = request.split()
    name = words[0]
    if name not in ROWS or len(words) > 2 or not all(word.isdecimal() for word in words[1:]):
        return {"name": name, "error": f"not a row and a batch size; rows are {', '.join(ROWS)}"}
    batch, make = ROWS[name]
    batch = int(words[1]) if len(words) > 1 else batch
    if (name, batch) not in made:
        made[name, batch] = subject = make(batch)
        subject.forward()
        subject.train()
    subject = made[name, batch]
    answer = {"name": name, "forwardMs": milliseconds(subject.forward), "trainMs": milliseconds(subject.train)}
    # Whoever measures next shall not share the processor with OpenMP's threads, which spin for a while after their work.
    time.sleep(0.05)
    return answer


def main(arguments):
    global DEVICE
    threads = os.cpu_count()
    if "--threads" in arguments:
        at = arguments.index("--threads")
        threads = int(arguments[at + 1])
        del arguments[at:at + 2]
    if "--device" in arguments:
        at = arguments.index("--device")
        DEVICE = arguments[at + 1]
        del arguments[at:at + 2]
    torch.set_num_threads(threads)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(0)
    if DEVICE == "cpu":
        how = f"{'with' if torch.backends.mkldnn.is_available() else 'without'} oneDNN, {threads} threads"
    elif torch.cuda.is_available():
        how = f"on {torch.cuda.get_device_name(DEVICE)}, cuDNN {torch.backends.cudnn.version()}, float32 without TF32"
    else:
        print(json.dumps({"error": f"PyTorch {torch.__version__} sees no GPU"}), flush=True)
        sys.exit(3)
    print(json.dumps({"peer": f"PyTorch {torch.__version__} {how}"}), flush=True)
    for request in arguments or sys.stdin:
        if request.strip():
            print(json.dumps(measure(request)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

namespace Equivariant;

/// <summary>
/// Everything about the shapes of a convolution, checked once: volumes, with images as volumes of depth 1 and signals of depth
/// and height 1. A struct of numbers, so that kernel bodies take it as it is. Its padding is the zeros before each axis; those
/// after it only show in the output.
/// </summary>
internal readonly record struct ConvGeometry(
    int Batch, int InChannels, int OutChannels, int Groups,
    Volume Input, Volume Kernel, Volume Output, Volume Stride, Volume Padding, Volume Dilation)
{
    public int GroupIn => InChannels / Groups;

    public int GroupOut => OutChannels / Groups;

    /// <summary>Products that make one output.</summary>
    public int Products => GroupIn * Kernel.Count;

    /// <summary>The geometry of an input [N,C,(D,(H,))W] and a weight [O,C/groups,k…].</summary>
    /// <exception cref="ShapeException">They do not fit together.</exception>
    public static ConvGeometry Of(string op, Shape x, Shape weight, ConvOptions options)
    {
        var rank = SpatialRank(op, x, weight);
        var groups = options.Groups;
        if (groups < 1 || weight[0] % groups != 0)
            throw new ShapeException(
                $"{op}: the weight {weight} has {weight[0]} output channels, which groups {groups} does not divide.");
        CheckChannels(op, x, weight, weight[1] * groups, groups);
        var (input, kernel) = (Volume.OfImage(x), Volume.OfImage(weight));
        var stride = options.Stride.Volume(rank, 1, op, "stride");
        var dilation = options.Dilation.Volume(rank, 1, op, "dilation");
        if (!stride.IsPositive || !dilation.IsPositive)
            throw new ShapeException($"{op}: stride {options.Stride} and dilation {options.Dilation} must be positive.");
        if (!kernel.IsPositive || weight[1] == 0)
            throw new ShapeException($"{op}: the weight {weight} has no taps.");
        var (before, after) = options.Padding.Cells(rank, kernel, stride, dilation, op);
        CheckIndices(op, x, weight, input, before, after);
        var output = new Volume(
            Windows(input.D + before.D + after.D, kernel.D, stride.D, dilation.D),
            Windows(input.H + before.H + after.H, kernel.H, stride.H, dilation.H),
            Windows(input.W + before.W + after.W, kernel.W, stride.W, dilation.W));
        if (!output.IsPositive)
        {
            throw new ShapeException(
                $"{op}: input {x} with padding {options.Padding} is smaller than the window {kernel.Text(rank)} "
                + $"with dilation {options.Dilation}.");
        }
        return new ConvGeometry(x[0], x[1], weight[0], groups, input, kernel, output, stride, before, dilation);
    }

    /// <summary>For a convolution of images from orientations to orientations: by one copy of its kernels, with the orientations
    /// of a channel as the planes of a volume.</summary>
    public ConvGeometry WithOrientations(int orientations) => this with
    {
        InChannels = InChannels / orientations,
        OutChannels = OutChannels / orientations,
        Input = Input with { D = orientations },
        Kernel = Kernel with { D = orientations },
    };

    /// <summary>Of <see cref="WithOrientations"/> with stride 1: from the result's gradient to the input's, as the same kind of
    /// convolution.</summary>
    public ConvGeometry OrientedAdjoint() => this with
    {
        InChannels = OutChannels,
        OutChannels = InChannels,
        Input = Output with { D = Input.D },
        Output = Input with { D = 1 },
        Padding = new(0, (Dilation.H * (Kernel.H - 1)) - Padding.H, (Dilation.W * (Kernel.W - 1)) - Padding.W),
    };

    /// <summary>
    /// The convolution whose adjoint in its input is a transposed convolution: its output is the image x [N,C,…], its input the
    /// result, each axis (size − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1 long.
    /// </summary>
    /// <exception cref="ShapeException">They do not fit together.</exception>
    public static ConvGeometry OfTransposed(string op, Shape x, Shape weight, ConvOptions options, PerAxis outputPadding)
    {
        var rank = SpatialRank(op, x, weight);
        CheckChannels(op, x, weight, weight[0], options.Groups);
        if (options.PaddingMode != PaddingMode.Zeros || options.Padding.Numbers is not { } padding)
        {
            throw new ShapeException($"{op}: padding {options.Padding} with {options.PaddingMode} cannot be transposed; "
                + "give numbers, with zeros.");
        }
        int[] size = [.. x.ToArray()[2..]], kernel = [.. weight.ToArray()[2..]];
        var (stride, dilation) = (options.Stride.For(rank, op, "stride"), options.Dilation.For(rank, op, "dilation"));
        var (pad, more) = (padding.For(rank, op, "padding"), outputPadding.For(rank, op, "outputPadding"));
        for (var axis = 0; axis < rank; axis++)
        {
            var extent = ((size[axis] - 1L) * stride[axis]) - (2L * pad[axis]) + (dilation[axis] * (kernel[axis] - 1L))
                + more[axis] + 1;
            if (more[axis] < 0 || (more[axis] > 0 && more[axis] >= Math.Max(stride[axis], dilation[axis])))
            {
                throw new ShapeException($"{op}: outputPadding {outputPadding} must be smaller than stride {options.Stride} "
                    + $"or dilation {options.Dilation}, and not negative.");
            }
            if (size[axis] < 1 || extent < 1)
            {
                throw new ShapeException(
                    $"{op}: padding {options.Padding} leaves nothing of input {x} with the weight {weight}.");
            }
            if (extent > int.MaxValue)
                throw new ShapeTooLargeException(op, $"an axis of the result of {x}", extent, 4);
            size[axis] = (int)extent;
        }
        var geometry = Of(op, [x[0], weight[1] * options.Groups, .. size], weight, options);
        // Output padding beyond the stride, which dilation allows, makes room for a window more: it is left out.
        return geometry with { Output = Volume.OfImage(x) };
    }

    /// <summary>The shape of the input, for an image of <paramref name="rank"/> axes.</summary>
    public Shape Source(int rank) => Input.Image(Batch, InChannels, rank);

    /// <summary>The shape of the result, for an input of <paramref name="rank"/> axes.</summary>
    public Shape Result(int rank) => Output.Image(Batch, OutChannels, rank);

    /// <summary>The product over channels that remains once the taps of each parameter are summed:
    /// a 1×1 convolution of their sums.</summary>
    public ConvGeometry OfTapSums(int parameters) => this with
    {
        InChannels = InChannels * parameters,
        Input = Output,
        Kernel = new(1, 1, 1),
        Stride = new(1, 1, 1),
        Padding = default,
        Dilation = new(1, 1, 1),
    };

    /// <summary>The same convolution of an input that has its padding around it.</summary>
    public ConvGeometry OnPadded(Volume size) => this with { Input = size, Padding = default };

    /// <summary>The same convolution with <paramref name="copies"/> times as many output channels.</summary>
    public ConvGeometry Copied(int copies) => this with { OutChannels = OutChannels * copies };

    public ConvGeometry OfImages(int batch) => this with { Batch = batch };

    private static int SpatialRank(string op, Shape x, Shape weight) =>
        x.Rank is < 3 or > 5 ? throw new ShapeException(
            $"{op}: input {x} has {x.Rank} axes; a convolution takes [N,C,W], [N,C,H,W] or [N,C,D,H,W].")
        : weight.Rank != x.Rank ? throw new ShapeException(
            $"{op}: input {x} has {x.Rank - 2} spatial axes, the weight {weight} has {weight.Rank - 2}.")
        : x.Rank - 2;

    private static void CheckChannels(string op, Shape x, Shape weight, int expected, int groups)
    {
        if (x[1] != expected)
            throw new ShapeException(
                $"{op}: input {x} has {x[1]} channels, the weight {weight} expects {expected} (groups {groups}).");
    }

    /// <summary>Kernels count the cells of a padded image, and the products of an output, with 32 bits.</summary>
    private static void CheckIndices(string op, Shape x, Shape weight, Volume input, Volume before, Volume after)
    {
        var cells = (Int128)x[1] * ((long)input.D + before.D + after.D) * ((long)input.H + before.H + after.H)
            * ((long)input.W + before.W + after.W);
        if (cells > ShapeTooLargeException.MostElements)
            throw new ShapeTooLargeException(op, $"an image of {x} with its padding", (long)Int128.Min(cells, long.MaxValue), 4);
        if (weight.Count > ShapeTooLargeException.MostElements)
            throw new ShapeTooLargeException(op, $"the kernel {weight}", weight.Count, 4);
    }

    private static int Windows(int padded, int kernel, int stride, int dilation)
    {
        var last = padded - ((long)dilation * (kernel - 1)) - 1;
        return last < 0 ? 0 : (int)(last / stride) + 1;
    }
}

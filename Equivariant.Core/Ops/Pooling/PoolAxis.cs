namespace Equivariant;

/// <summary>The windows along one axis: of constant size or, with a kernel of 0, adaptive.</summary>
internal readonly record struct PoolAxis(int In, int Out, int Kernel, int Stride, int Padding)
{
    public static PoolAxis None => new(1, 1, 1, 1, 0);

    /// <summary>Windows that share the axis out as evenly as integers allow,
    /// overlapping by one where it does not divide.</summary>
    public static PoolAxis Adaptive(int extent, int outputs) => new(extent, outputs, 0, 0, 0);

    /// <summary>Windows of constant size; null where not even one fits.</summary>
    public static PoolAxis? Regular(int extent, int kernel, int stride, int padding, bool ceilMode)
    {
        var slack = extent + (2 * padding) - kernel;
        if (slack < 0)
            return null;
        var outputs = ((slack + (ceilMode ? stride - 1 : 0)) / stride) + 1;
        // The last window must start inside the image or its left padding.
        if (ceilMode && (outputs - 1) * stride >= extent + padding)
            outputs--;
        return new PoolAxis(extent, outputs, kernel, stride, padding);
    }

    /// <summary>First input of a window, inside the image.</summary>
    public int Start(int output)
    {
        var start = Kernel == 0 ? (int)((long)output * In / Out) : (output * Stride) - Padding;
        return start < 0 ? 0 : start;
    }

    /// <summary>One past the last input of a window, inside the image.</summary>
    public int End(int output)
    {
        var end = Kernel == 0 ? (int)((((long)(output + 1) * In) + Out - 1) / Out) : (output * Stride) - Padding + Kernel;
        return end > In ? In : end;
    }

    /// <summary>Extent of a window that counts the padding, but not what lies beyond it.</summary>
    public int PaddedExtent(int output)
    {
        if (Kernel == 0)
            return End(output) - Start(output);
        var beyond = (output * Stride) + Kernel - (In + (2 * Padding));
        return Kernel - (beyond > 0 ? beyond : 0);
    }

    /// <summary>First output whose window holds an input.</summary>
    public int FirstOutput(int input)
    {
        if (Kernel == 0)
            return (int)((long)input * Out / In);
        var past = input + Padding - Kernel;
        return past < 0 ? 0 : (past / Stride) + 1;
    }

    /// <summary>One past the last output whose window holds an input.</summary>
    public int EndOutput(int input)
    {
        var end = Kernel == 0 ? (int)((((long)(input + 1) * Out) + In - 1) / In) : ((input + Padding) / Stride) + 1;
        return end > Out ? Out : end;
    }
}

using System.Runtime.InteropServices;

namespace Equivariant.Cpu;

/// <summary>
/// Which taps of an output grid share a parameter: their sum is packed in their place, and a product is one for the parameter,
/// not one for each tap. For the rings of SRE-Conv 5 products instead of 81.
/// </summary>
/// <param name="Count">Sums of taps, one for each parameter of a kernel; 0 where every tap has its own weight.</param>
/// <param name="Taps">Taps of the output grid, those of a parameter side by side.</param>
/// <param name="Starts">Where the taps of each parameter start, and where the last one's end.</param>
internal readonly unsafe record struct TapSums(int Count, nint Taps, nint Starts)
{
    /// <summary>A factor for every tap, where the sums are weighted.</summary>
    public nint Factors { get; init; }

    /// <summary>Products; more than sums where several take the same one.</summary>
    public int Terms { get; init; } = Count;

    /// <summary>The sum of each product, where they are not as many.</summary>
    public nint SumOfTerm { get; init; }

    /// <summary>The plane of each sum's taps, where a channel has several.</summary>
    public nint PlaneOf { get; init; }

    /// <summary>Planes of a source channel.</summary>
    public int Planes { get; init; } = 1;

    /// <summary>Whether taps have factors.</summary>
    public bool AreWeighted => Factors != 0;

    /// <summary>Whether taps are summed at all.</summary>
    public bool Any => Count > 0;

    /// <summary>Sorts the taps of an output grid by the parameters that an index map names.</summary>
    /// <remarks>The lists are pinned, and live as long as <paramref name="owner"/> holds them.</remarks>
    public static TapSums Of(in OutputGrid grid, Volume kernel, KernelIndexMap map, List<Array> owner)
    {
        var sorted = new List<int>[map.Parameters];
        for (var parameter = 0; parameter < sorted.Length; parameter++)
            sorted[parameter] = [];
        for (var tap = 0; tap < grid.Taps; tap++)
        {
            var parameter = map.Table[grid.KernelIndex(tap, kernel)];
            if (parameter >= 0)
                sorted[parameter].Add(tap);
        }
        var starts = new int[map.Parameters + 1];
        for (var parameter = 0; parameter < sorted.Length; parameter++)
            starts[parameter + 1] = starts[parameter] + sorted[parameter].Count;
        return new(map.Parameters, Pinned<int>([.. sorted.SelectMany(taps => taps)], owner), Pinned<int>(starts, owner));
    }

    /// <summary>The taps of each sum that a transform's products take, with their factors.</summary>
    /// <param name="grid">The pattern of reading.</param>
    /// <param name="kernel">Sizes of the kernel.</param>
    /// <param name="transform">The transform.</param>
    /// <param name="ofAccumulators">Whether a channel has a plane for each accumulator, which its products read; then each has a
    /// sum of its own.</param>
    /// <param name="owner">As in <see cref="Of(in OutputGrid, Volume, KernelIndexMap, List{Array})"/>.</param>
    public static TapSums Of(in OutputGrid grid, Volume kernel, GroupTransform transform, bool ofAccumulators, List<Array> owner)
    {
        var (taps, factors, starts, planes) = (new List<int>(), new List<float>(), new List<int>(), new List<int>());
        var sumOf = new int[transform.Products];
        for (var product = 0; product < transform.Products; product++)
        {
            sumOf[product] = ofAccumulators ? product : transform.SumOf[product];
            if (sumOf[product] < starts.Count)
                continue;
            starts.Add(taps.Count);
            planes.Add(ofAccumulators ? transform.AccumulatorOf[product] : 0);
            for (var tap = 0; tap < grid.Taps; tap++)
            {
                var factor = (float)transform.InputTransform[(product * transform.Cells) + grid.KernelIndex(tap, kernel)];
                if (factor == 0)
                    continue;
                factors.Add(factor);
                taps.Add(tap);
            }
        }
        var sums = starts.Count;
        starts.Add(taps.Count);
        return new(sums, Pinned<int>([.. taps], owner), Pinned<int>([.. starts], owner))
        {
            Terms = transform.Products, SumOfTerm = Pinned<int>(sumOf, owner), Factors = Pinned<float>([.. factors], owner),
            PlaneOf = Pinned<int>([.. planes], owner), Planes = ofAccumulators ? transform.Accumulators : 1,
        };
    }

    private static nint Pinned<T>(T[] values, List<Array> owner) where T : unmanaged
    {
        // One more: an empty list has an address too.
        var pinned = GC.AllocateUninitializedArray<T>(values.Length + 1, pinned: true);
        values.CopyTo(pinned, 0);
        owner.Add(pinned);
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
    }

    /// <summary>Position of a tap in the order of the parameters, for <paramref name="index"/> below the number of taps that have
    /// one.</summary>
    public int Tap(int index) => ((int*)Taps)[index];

    /// <summary>First place of a parameter's taps.</summary>
    public int Start(int parameter) => ((int*)Starts)[parameter];

    /// <summary>The sum that a product takes.</summary>
    public int SumOf(int term) => SumOfTerm == 0 ? term : ((int*)SumOfTerm)[term];

    /// <summary>The plane of a parameter's taps.</summary>
    public int Plane(int parameter) => PlaneOf == 0 ? 0 : ((int*)PlaneOf)[parameter];
}

/// <summary>Writes the sums over the taps of each parameter as maps [image, channel, parameter, pixel];
/// an index is a channel of an image.</summary>
internal readonly unsafe struct TapSumMaps(
    OutputGrid grid, TapSums sums, int channels, CpuMemoryPool pool, float* source, float* maps) : IVectorRange
{
    public void Run<TVector>(int start, int end) where TVector : struct, IVector<TVector>
    {
        var pixels = grid.PixelsPerImage;
        // A vector may spill over the end of a row, which in the maps would be the start of the next.
        var stride = pixels + TVector.Count;
        using var rows = new Rented<float>(pool, (long)sums.Count * stride);
        using var taps = new Rented<int>(pool, grid.Taps);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(pixels, pixels));
        var sourceImage = channels * grid.SourcePlane;
        using var scratch = new Rented<float>(
            pool, new PackedInput(grid, 0, pixels, sourceImage).ChannelStride + PackedInput.Slack);
        for (var index = start; index < end; index++)
        {
            var (image, channel) = Math.DivRem(index, channels);
            var first = image * pixels;
            var input = new PackedInput(grid, first, first + pixels, sourceImage);
            var packedInput = input.Fill(source + ((nint)channel * grid.SourcePlane), 1, scratch.Start);
            input.ListTaps(sums, taps.Start);
            var count = PixelSpan.List(grid, input, first, first + pixels, pixels, spans.Start);
            PixelSpan.PackSums<TVector>(spans.Start, count, 0, packedInput, 0, 1, taps.Start, sums, rows.Start, stride);
            var to = maps + ((nint)index * sums.Count * pixels);
            for (var parameter = 0; parameter < sums.Count; parameter++)
                new ReadOnlySpan<float>(rows.Start + ((nint)parameter * stride), pixels)
                    .CopyTo(new Span<float>(to + ((nint)parameter * pixels), pixels));
        }
    }
}

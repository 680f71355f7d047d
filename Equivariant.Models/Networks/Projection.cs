namespace Equivariant.Networks;

/// <summary>From dense kernels to the parameters of an index map.</summary>
internal static class Projection
{
    /// <summary>The mean of the taps of every parameter: of all kernels with shared taps the nearest one, by squares.</summary>
    /// <param name="kernels">Dense kernels, one after the other.</param>
    /// <param name="map">Its first copy says which taps belong together.</param>
    public static double[] Means(double[] kernels, KernelIndexMap map)
    {
        var means = new double[kernels.Length / map.Taps * map.Parameters];
        for (var i = 0; i < kernels.Length; i++)
        {
            var parameter = map[0, i % map.Taps];
            if (parameter >= 0)
                means[(i / map.Taps * map.Parameters) + parameter] += kernels[i] / map.TapsPerParameter[parameter];
        }
        return means;
    }
}

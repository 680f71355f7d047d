using System.Numerics;
using Equivariant.Kernels;
using ILGPU;

namespace Equivariant.Gpu;

/// <summary>What ILGPU compiles for several launches of one body: the indices of one after those of the other.</summary>
internal static class JoinedKernel<TKernel, TArgs, T, TReal>
    where TKernel : struct, IJoinable<TArgs>
    where TArgs : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : struct, IRealBuffer<T>
{
    public static void Run(Index1D index, TArgs args, Joined<TReal> all)
    {
        int i = index;
        // A choice after the other: structs of views cannot be indexed.
        var (one, start) = (all.J0, 0);
        (one, start) = i >= one.End ? (all.J1, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J2, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J3, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J4, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J5, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J6, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J7, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J8, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J9, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J10, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J11, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J12, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J13, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J14, one.End) : (one, start);
        (one, start) = i >= one.End ? (all.J15, one.End) : (one, start);
        var buffers = new Buffers<TReal, GpuIntegers> { Y = one.Y, Y2 = one.Y2, A = one.A };
        TKernel.Run<T, TReal, GpuIntegers>(i - start, TKernel.ForCount(args, one.End - start), buffers);
    }
}

/// <summary>One of the launches.</summary>
internal struct JoinedLaunch<TReal>
    where TReal : struct
{
    /// <summary>The index behind its last one, counted from the first launch on.</summary>
    public int End;

    public TReal Y, Y2, A;
}

/// <summary>Sixteen launches, all of which need not be there: with 56 bytes each and the arguments less than 1024 bytes, the least
/// that an OpenCL device takes as arguments of a kernel.</summary>
internal struct Joined<TReal>
    where TReal : struct
{
    public const int Most = 16;

    public JoinedLaunch<TReal> J0, J1, J2, J3, J4, J5, J6, J7, J8, J9, J10, J11, J12, J13, J14, J15;
}

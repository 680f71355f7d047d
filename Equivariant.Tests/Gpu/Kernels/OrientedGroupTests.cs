namespace Equivariant.Tests.Gpu;

/// <summary>The group transforms that GPU kernels have written out are those that are derived from the index maps.</summary>
public class OrientedGroupTests
{
    [Fact]
    public void EachIsItsDerivedTransform()
    {
        Check<HalfTurn>(RotatedKernels.Create(2));
        Check<QuarterTurns>(RotatedKernels.Create(4));
        Check<EighthTurns>(RotatedKernels.Create(8));
        Check<HorizontalMirror>(FlippedKernels.Create([3, 3], FlipSet.Horizontal));
        Check<VerticalMirror>(FlippedKernels.Create([3, 3], FlipSet.Vertical));
        Check<BothMirrors>(FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical));
        Check<BothMirrors>(FlippedKernels.Create([3, 3], FlipSet.Klein));
        Check<SquareSymmetries>(DihedralKernels.Create([3, 3]));
    }

    /// <summary>Every product takes of each tap what the derived one does, as its own accumulator sees the tap.</summary>
    private static void Check<TGroup>(KernelIndexMap map) where TGroup : struct, IOrientedGroup
    {
        var transform = map.Transform!;
        Assert.Equal((transform.Products, transform.Accumulators), (TGroup.Products, TGroup.Accumulators));
        Assert.Contains(OrientedPasses.Find(transform), OrientedPasses.All);
        for (var accumulator = 0; accumulator < transform.Accumulators; accumulator++)
        {
            for (var tap = 0; tap < transform.Cells; tap++)
            {
                var p = TGroup.Transform(new OneTap(accumulator, tap));
                float[] products = [p.P0, p.P1, p.P2, p.P3, p.P4, p.P5, p.P6, p.P7, p.P8, p.P9, p.P10, p.P11, p.P12];
                for (var product = 0; product < transform.Products; product++)
                {
                    var isSeen = transform.AccumulatorOf[product] == accumulator;
                    var expected = isSeen ? transform.InputTransform[(product * transform.Cells) + tap] : 0;
                    Assert.Equal(expected, products[product], 1e-6);
                }
            }
        }
        // The output transform's first column, which no kernel multiplies by.
        for (var copy = 0; copy < transform.Copies; copy++)
            Assert.Equal(1, transform.OutputTransform[copy * transform.Accumulators]);
    }

    /// <summary>1 at one tap, as one accumulator sees it.</summary>
    private readonly struct OneTap(int accumulator, int tap) : ITaps
    {
        public Patch3x3<float> Of(int other)
        {
            var at = other == accumulator ? tap : -1;
            float At(int place) => place == at ? 1 : 0;
            return new()
            {
                T0 = At(0), T1 = At(1), T2 = At(2), T3 = At(3), T4 = At(4), T5 = At(5), T6 = At(6), T7 = At(7), T8 = At(8),
            };
        }
    }
}

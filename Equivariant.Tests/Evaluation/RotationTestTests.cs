namespace Equivariant.Tests.Evaluation;

/// <summary>The rotation test on small random images: which angles count, and what a symmetric network is promised.</summary>
public class RotationTestTests
{
    private static readonly Pipeline Steps = Pipeline.Parse("normalize");

    [Theory]
    [InlineData(90, new[] { 0, 90, 180, 270, 360 })]
    [InlineData(100, new[] { 0, 100, 200, 300, 360 })]
    [InlineData(360, new[] { 0, 360 })]
    public void EveryStepCountsAndSoDoesTheWholeTurn(int step, int[] angles)
    {
        using var network = Network(ConvKind.Plain, 2);
        var test = RotationTest.Run(network, Images(2, 16), Steps, new() { Step = step });
        Assert.Equal(angles, test.ByAngle.Keys);
        Assert.Equal(test.ByAngle.Values.Average(), test.MeanAccuracy, 1e-12);
        Assert.Equal(test.Upright.Accuracy, test.ByAngle[0]);
        Assert.Equal(test.Upright.Accuracy, test.ByAngle[360]);
    }

    [Theory]
    [InlineData(2, new[] { "flipH", "flipV" })]
    [InlineData(3, new[] { "flipD", "flipH", "flipV" })]
    public void ASymmetricNetworkDecidesAlikeAtRightAnglesAndInTheMirror(int rank, string[] flips)
    {
        using var network = Network(RingConvs.Sre, rank);
        var test = RotationTest.Run(network, Images(rank, 8), Steps, new() { Step = 90 });
        Assert.True(test.AgreeAtRightAngles);
        Assert.Equal(0, test.DisagreeAtRightAngles);
        Assert.All(test.ByAngle.Values, accuracy => Assert.Equal(test.Upright.Accuracy, accuracy, 1e-12));
        Assert.Equal(0, test.SdAccuracy, 1e-12);
        Assert.Equal(flips, test.Flips.Keys.Order());
        Assert.All(test.Flips.Values, accuracy => Assert.Equal(test.Upright.Accuracy, accuracy));
    }

    [Fact]
    public void AnOrdinaryNetworkDoesNot()
    {
        using var network = Network(ConvKind.Plain, 2);
        var test = RotationTest.Run(network, Images(2, 8), Steps, new() { Step = 180 });
        Assert.False(test.AgreeAtRightAngles);
        Assert.InRange(test.DisagreeAtRightAngles, 1, 40);
    }

    /// <summary>With the disc alone, what lies outside cannot matter, upright or turned; without it, it does.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void OutsideTheDiscNothingIsSeen(int rank)
    {
        using var disc = new InscribedDisc([1, .. Enumerable.Repeat(8, rank)], 0.5, null);
        using var tape = Tape.NoGrad();
        var seen = disc.Apply(tape.Own(Tensor.From([.. Enumerable.Repeat(3f, (int)Math.Pow(8, rank))],
            [1, 1, .. Enumerable.Repeat(8, rank)]))).ToArray<float>();
        Assert.Equal(0.5f, seen[0]);
        Assert.Equal(3f, seen[seen.Length / 2 + (rank == 2 ? 4 : 36)]);
        Assert.Equal(rank == 2 ? 52 : 280, seen.Count(value => value == 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(361)]
    public void StepsOutsideACircleAreRefused(int step)
    {
        using var network = Network(ConvKind.Plain, 2);
        Refused<ArgumentOutOfRangeException>(
            () => RotationTest.Run(network, Images(2, 8), Steps, new() { Step = step }), "1 to 360 degrees");
    }

    /// <summary>Its running statistics come from a batch, so that its decisions depend on the image.</summary>
    private static Module Network(ConvKind kind, int rank)
    {
        var network = ConvNet.Small(1, 4, new Initializer(new Rng(1)), kind, width: 4, kernelSize: 3, stages: 1, rank: rank);
        var images = Images(rank, 8);
        for (var step = 0; step < 20; step++)
        {
            foreach (var batch in new BatchLoader(images, Steps, new(), new Rng(1)).Epoch(0))
            {
                using var tape = Tape.NoGrad();
                network.Forward(tape.Own(batch.ToTensor()));
            }
        }
        return network;
    }

    private static ImageSet Images(int rank, int size)
    {
        var rng = new Rng(5);
        var pixels = new byte[40 * (int)Math.Pow(size, rank)];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)rng.NextInt(256);
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4)];
        return ImageSet.FromBytes("noise", pixels, [1, .. Enumerable.Repeat(size, rank)], labels, LabelInfo.OfClasses(4));
    }
}

namespace Equivariant.Tests.Formats;

public class NdArrayTests
{
    [Fact]
    public void ElementsComeBackAsTheyWent()
    {
        var array = NdArray.From([1, -2, 3, 4, 5, 6], 2, 3);
        Assert.Equal("int32 [2, 3]", array.ToString());
        Assert.Equal(6, array.Length);
        Assert.Equal([1, -2, 3, 4, 5, 6], array.As<int>());
        Assert.Equal([1L, -2, 3, 4, 5, 6], array.ToInt64());
        Assert.Equal([1f, -2, 3, 4, 5, 6], array.ToSingle());
        Assert.Equal([1.0, -2, 3, 4, 5, 6], array.ToDouble());
    }

    [Fact]
    public void EveryTypeConverts()
    {
        NdArray[] ones =
        [
            NdArray.From([true]), NdArray.From([(sbyte)1]), NdArray.From([(byte)1]), NdArray.From([(short)1]),
            NdArray.From([(ushort)1]), NdArray.From([1]), NdArray.From([1u]), NdArray.From([1L]), NdArray.From([1ul]),
            NdArray.From([(Half)1]), NdArray.From([1f]), NdArray.From([1.0]),
        ];
        Assert.Equal(Enum.GetValues<ElementType>(), ones.Select(a => a.Type));
        Assert.All(ones, a => Assert.Equal([1f], a.ToSingle()));
        Assert.All(ones, a => Assert.Equal([1.0], a.ToDouble()));
        Assert.All(ones[..9], a => Assert.Equal([1], a.ToInt32()));
        Assert.All(ones[9..], a => Assert.Throws<InvalidOperationException>(() => a.ToInt64()));
    }

    [Fact]
    public void NumbersThatDoNotFitAreRefused()
    {
        Assert.Throws<OverflowException>(() => NdArray.From([ulong.MaxValue]).ToInt64());
        Assert.Throws<OverflowException>(() => NdArray.From([1L << 31]).ToInt32());
        Assert.Equal([float.PositiveInfinity], NdArray.From([1e300]).ToSingle());
    }

    [Fact]
    public void WrongTypeIsRefusedWithTheRemedy() => Assert.Contains("ToSingle",
        Assert.Throws<InvalidOperationException>(() => NdArray.From([1.0, 2.0], 2).As<float>()).Message);

    [Fact]
    public void ShapeMustHoldTheValues()
    {
        Refused<ArgumentException>(() => NdArray.From([1, 2, 3], 2, 2), "[2, 2]");
        Assert.Throws<ArgumentException>(() => NdArray.From([1, 2, 3]));
        Assert.ThrowsAny<ArgumentException>(() => NdArray.From([1, 2], -1, -2));
        Assert.Throws<ArgumentException>(() => NdArray.From<byte>([], 65536, 65536, 65536, 65536));
        Assert.Throws<ArgumentException>(() => NdArray.FromBytes(ElementType.Bool, [1], [2]));
    }

    [Fact]
    public void LaterChangesOfTheSourceDoNotShow()
    {
        float[] values = [1, 2];
        var array = NdArray.From(values, 2);
        values[0] = 9;
        Assert.Equal([1f, 2f], array.As<float>());
    }
}

namespace Equivariant.Tests.Data.Dense;

public class SliceRangesTests
{
    [Theory]
    [InlineData("em:x", "0,1,2,3,4,5,6,7", "8,9")]
    [InlineData("em:x?train=0-3&test=8-9", "0,1,2,3", "8,9")]
    [InlineData("em:x?train=0-2,5,7-8", "0,1,2,5,7,8", "3,4,6,9")]
    [InlineData("em:x?test=0", "1,2,3,4,5,6,7,8,9", "0")]
    public void SlicesAreChosen(string spec, string train, string test)
    {
        var (trained, tested) = SliceRanges.Of(DataSpec.Parse(spec), 10);
        Assert.Equal(train, string.Join(',', trained));
        Assert.Equal(test, string.Join(',', tested));
    }

    [Theory]
    [InlineData("em:x?train=0-4&test=4-5", "slice 4")]
    [InlineData("em:x?train=0-9", "left to test")]
    [InlineData("em:x?train=0-10", "slice 10")]
    [InlineData("em:x?train=0-2000000000", "slice 2000000000")]
    [InlineData("em:x?train=5-3", "no list")]
    [InlineData("em:x?train=-3", "no list")]
    [InlineData("em:x?test=a", "no list")]
    [InlineData("em:x?test=1,1", "twice")]
    [InlineData("em:x", "two", 1)]
    public void WhatDoesNotFitIsRefused(string spec, string reason, int count = 10) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => SliceRanges.Of(DataSpec.Parse(spec), count)).Message);
}

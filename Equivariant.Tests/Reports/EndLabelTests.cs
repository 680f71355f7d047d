using Equivariant.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Reports;

public class EndLabelTests
{
    [Fact]
    public void LabelsKeepTheirOrderAndDistanceAndStayInside() =>
        Prop.ForAll(Gen.Choose(0, 300).Select(y => (double)y).ListOf().Where(list => list.Count <= 12).ToArbitrary(), wanted =>
        {
            var places = EndLabels.Spread([.. wanted], 0, 300, 15);
            var sorted = wanted.Select((y, i) => (y, i)).OrderBy(pair => pair.y).Select(pair => places[pair.i]).ToArray();
            return sorted.Zip(sorted.Skip(1), (a, b) => b - a).All(gap => gap >= 15 - 1e-9)
                && sorted.All(y => y is >= -1e-9 and <= 300 + 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LabelsFarApartStayWhereTheyAre() =>
        Assert.Equal([200, 20, 100], EndLabels.Spread([200, 20, 100], 0, 300, 15));
}

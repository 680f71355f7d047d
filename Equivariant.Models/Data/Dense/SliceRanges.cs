using System.Globalization;

namespace Equivariant.Data;

/// <summary>
/// Which slices of a stack train and which test: the options <c>train=0-23</c> and <c>test=24-29</c>, each a list of numbers and
/// ranges with commas. Without options the first 80 % train and the rest test, as neighbouring sections are alike; with one of
/// them the other gets what is left. Without labels nothing trains, and one may name all slices.
/// </summary>
internal static class SliceRanges
{
    private const double TrainShare = 0.8;

    public static (int[] Train, int[] Test) Of(DataSpec spec, int count)
    {
        if (count < 2)
            throw new DataException($"'{spec}' holds {count} slice; at least two are needed, to train and to test.");
        var (train, test) = (Parse(spec, "train", count), Parse(spec, "test", count));
        if (train is null && test is null)
        {
            var kept = Math.Clamp((int)Math.Round(TrainShare * count), 1, count - 1);
            return ([.. Enumerable.Range(0, kept)], [.. Enumerable.Range(kept, count - kept)]);
        }
        train ??= [.. Enumerable.Range(0, count).Except(test!)];
        test ??= [.. Enumerable.Range(0, count).Except(train)];
        if (!spec.HasLabels() && (train.Length == 0 || test.Length == 0))
            return train.Length == 0 ? (test, test) : (train, train);
        if (train.Intersect(test).ToArray() is [var shared, ..])
            throw new DataException($"'{spec}': slice {shared} is both to train and to test on; give each to one of them.");
        if (train.Length == 0 || test.Length == 0)
            throw new DataException($"'{spec}': no slice is left to {(train.Length == 0 ? "train" : "test")} on.");
        return (train, test);
    }

    private static int[]? Parse(DataSpec spec, string option, int count)
    {
        if (spec.Text(option) is not { } text)
            return null;
        var slices = new List<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first)
                throw new DataException($"'{spec}': {option}={text} is no list of slices such as 0-23 or 0-9,15.");
            if (last >= count)
                throw new DataException($"'{spec}': {option} names slice {last}; there are {count}, numbered from 0.");
            slices.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return slices.Distinct().Count() == slices.Count
            ? [.. slices]
            : throw new DataException($"'{spec}': {option}={text} names a slice twice.");
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

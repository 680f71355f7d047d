using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Rotation of images and volumes against torchvision.</summary>
public class GoldenRotationTests
{
    private const string Arrays = "rotate_image.npz";

    public static TheoryData<string> Images => Names("rotate2d");

    public static TheoryData<string> Volumes => Names("rotate3d");

    [Theory, MemberData(nameof(Images))]
    public void ImagesAgree(string name)
    {
        var (testCase, x) = (Case(name), GoldenArrays.Of(Arrays)[name, "x"]);
        var fillValue = testCase.Attribute("fill");
        double? fill = fillValue.ValueKind == JsonValueKind.Null ? null : fillValue.GetDouble();
        var ambiguous = GoldenArrays.Of(Arrays)[name, "ambiguous"].ToInts();
        foreach (var (dtype, angle, number) in Turns(testCase))
        {
            using var image = x.ToTensor(dtype);
            using var nearest = Ops.Rotate(image, angle, Interpolation.Nearest, fill);
            using var bilinear = Ops.Rotate(image, angle, Interpolation.Bilinear, fill);
            var exact = angle % 90 == 0 && x.Shape[0] == x.Shape[1];
            Compare($"{name} by {angle}", nearest, "y_nearest", exact ? null : ambiguous, 0);
            Compare($"{name} by {angle}", bilinear, "y_bilinear", null, exact ? 1e-3 : 0.02);

            void Compare(string what, Tensor actual, string array, int[]? leftOut, double tolerance) => Close(
                what, actual.ToDoubles(), Part(name, array, number, image.Count), leftOut?[(number * image.Count)..], tolerance);
        }
    }

    [Theory, MemberData(nameof(Volumes))]
    public void VolumesAgree(string name)
    {
        var (testCase, x) = (Case(name), GoldenArrays.Of(Arrays)[name, "x"]);
        foreach (var (dtype, angle, number) in Turns(testCase))
        {
            using var volume = x.ToTensor(dtype);
            foreach (var (axis, letter) in new[] { (VolumeAxis.Depth, 'x'), (VolumeAxis.Height, 'y'), (VolumeAxis.Width, 'z') })
            {
                using var turned = Ops.RotateVolume(volume, angle, axis);
                Close($"{name} about {letter} by {angle}", turned.ToDoubles(), Part(name, $"y_{letter}", number, volume.Count),
                    Ambiguous(name, number, x.Shape[0], axis), 0);
            }
        }
    }

    /// <summary>The mask of the turned plane, repeated along the axis that stays; null where every voxel must agree.</summary>
    private static int[]? Ambiguous(string name, int number, int size, VolumeAxis axis)
    {
        if (!GoldenArrays.Of(Arrays).Has(name, "ambiguous_plane"))
            return null;
        var plane = GoldenArrays.Of(Arrays)[name, "ambiguous_plane"].ToInts().AsSpan(number * size * size, size * size).ToArray();
        return [.. from d in Enumerable.Range(0, size)
                   from h in Enumerable.Range(0, size)
                   from w in Enumerable.Range(0, size)
                   select axis switch
                   {
                       VolumeAxis.Depth => plane[(h * size) + w],
                       VolumeAxis.Height => plane[(d * size) + w],
                       _ => plane[(d * size) + h],
                   }];
    }

    private static IEnumerable<(DType DType, double Angle, int Number)> Turns(JsonElement testCase) =>
        from dtype in new[] { DType.Float64, DType.Float32 }
        from turn in testCase.Attribute("angles").Doubles().Select((angle, number) => (angle, number))
        select (dtype, turn.angle, turn.number);

    private static TheoryData<string> Names(string op) => Golden.Names("rotate_image.json", testCase => testCase.Op() == op);

    private static JsonElement Case(string name) => Golden.Case("rotate_image.json", name);

    private static double[] Part(string name, string array, int number, int count) =>
        GoldenArrays.Of(Arrays)[name, array].ToDoubles().AsSpan(number * count, count).ToArray();

    private static void Close(string what, double[] actual, double[] expected, int[]? leftOut, double tolerance)
    {
        double[] Kept(double[] values) => [.. values.Where((_, i) => leftOut?[i] != 1)];
        AllClose(Kept(expected), Kept(actual), tolerance, what: what);
    }
}

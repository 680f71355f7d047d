namespace Equivariant.Tests.Augmentation;

/// <summary>Resizing and turning against PyTorch and torchvision.</summary>
public class GoldenAugmentationTests
{
    [Fact]
    public void ResizeAgreesWithInterpolate()
    {
        var tested = 0;
        foreach (var testCase in Golden.Cases("ops.json").Where(testCase => testCase.Op() == "upsample"))
        {
            if (testCase.Attribute("align_corners").ValueKind == System.Text.Json.JsonValueKind.True)
                continue;
            var arrays = GoldenArrays.Of("ops.npz");
            var (x, y) = (arrays[testCase.Name(), "x"], arrays[testCase.Name(), "y"]);
            var nearest = testCase.Attribute("mode").GetString() == "nearest";
            var resize = Resize.To(y.Shape[2..], nearest ? Interpolation.Nearest : Interpolation.Bilinear);
            var (values, expected) = (x.ToFloats(), y.ToFloats());
            var (size, outSize) = (values.Length / x.Shape[0], expected.Length / y.Shape[0]);
            for (var i = 0; i < x.Shape[0]; i++)
            {
                var result = resize.Apply(new Image(values[(i * size)..((i + 1) * size)], new Shape(x.Shape.AsSpan(1))),
                    new Rng(0));
                Assert.Equal(new Shape(y.Shape.AsSpan(1)), result.Shape);
                AllClose(expected[(i * outSize)..((i + 1) * outSize)], result.Values, nearest ? 0 : 1e-5, what: testCase.Name());
            }
            tested++;
        }
        Assert.True(tested >= 6);
    }

    [Fact]
    public void RotateAgreesWithTorchvision()
    {
        foreach (var testCase in Golden.Cases("rotate_image.json").Where(testCase => testCase.Op() == "rotate2d"))
        {
            // An explicit fill blends bilinear borders twice; there is no such option here.
            if (testCase.Attribute("fill").ValueKind != System.Text.Json.JsonValueKind.Null)
                continue;
            var arrays = GoldenArrays.Of("rotate_image.npz");
            var name = testCase.Name();
            var x = arrays[name, "x"];
            var (nearest, bilinear, doubtful) =
                (arrays[name, "y_nearest"].ToFloats(), arrays[name, "y_bilinear"].ToFloats(), arrays[name, "ambiguous"].ToInts());
            var angles = testCase.Attribute("angles").Doubles();
            var image = new Image(x.ToFloats(), [1, .. x.Shape]);
            for (var i = 0; i < angles.Length; i++)
            {
                var start = i * x.Count;
                var turned = Rotate.By(image, angles[i], Interpolation.Nearest).Values;
                var square = x.Shape[0] == x.Shape[1] && angles[i] % 90 == 0;
                for (var pixel = 0; pixel < x.Count; pixel++)
                {
                    if (square || doubtful[start + pixel] == 0)
                        Assert.Equal(nearest[start + pixel], turned[pixel]);
                }
                turned = Rotate.By(image, angles[i], Interpolation.Bilinear).Values;
                AllClose(bilinear[start..(start + x.Count)], turned, square ? 1e-3 : 0.02, what: $"{name} at {angles[i]}");
            }
        }
    }

    [Fact]
    public void VolumesTurnAboutEachAxis()
    {
        foreach (var testCase in Golden.Cases("rotate_image.json").Where(testCase => testCase.Op() == "rotate3d"))
        {
            var arrays = GoldenArrays.Of("rotate_image.npz");
            var name = testCase.Name();
            var x = arrays[name, "x"];
            var n = x.Shape[0];
            var angles = testCase.Attribute("angles").Doubles();
            foreach (var (axis, row, column) in (ReadOnlySpan<(string, int, int)>)[("x", 2, 3), ("y", 1, 3), ("z", 1, 2)])
            {
                var expected = arrays[name, "y_" + axis].ToFloats();
                for (var i = 0; i < angles.Length; i++)
                {
                    var turned = Rotate.By(new Image(x.ToFloats(), [1, n, n, n]), angles[i], Interpolation.Nearest, row,
                        column).Values;
                    var doubtful = arrays.Has(name, "ambiguous_plane")
                        ? arrays[name, "ambiguous_plane"].ToInts()[(i * n * n)..]
                        : new int[n * n];
                    for (var voxel = 0; voxel < turned.Length; voxel++)
                    {
                        int[] at = [0, voxel / n / n, voxel / n % n, voxel % n];
                        if (doubtful[(at[row] * n) + at[column]] == 0)
                            Assert.Equal(expected[(i * turned.Length) + voxel], turned[voxel]);
                    }
                }
            }
        }
    }
}

namespace Equivariant.Data;

/// <summary>
/// Draws a picture like a section through nerve tissue under the electron microscope: bright cells, dark curved membranes of
/// varying thickness and contrast between them, organelles, grain, noise and uneven staining. Everything random is isotropic.
/// </summary>
internal static class MembraneSection
{
    private const byte Boundary = 1;

    /// <summary>Draws a section of cells about <paramref name="spacing"/> pixels apart; class 1 is the membrane.</summary>
    public static DenseImage Draw(string name, int size, double spacing, Rng rng)
    {
        var mosaic = new CellMosaic(size, spacing, rng.Fork("cells"));
        var (cells, toBorder) = Bent(mosaic, size, spacing, rng.Fork("bends"));
        var fields = rng.Fork("fields");
        var thickness = new Texture(size, spacing, 4 * spacing, fields, 8);
        var contrast = new Texture(size, 0.7 * spacing, 3 * spacing, fields, 8);
        var mottle = new Texture(size, 4, spacing / 2.5, fields, 12);
        var shades = Enumerable.Range(0, mosaic.Count).Select(_ => (float)(0.66 + (0.05 * fields.NextNormal()))).ToArray();
        var organelles = Organelles.Draw(toBorder, size, spacing, rng.Fork("organelles"));
        var (pixels, labels) = (new float[size * size], new byte[size * size]);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = Math.DivRem(i, size);
            var halfWidth = Math.Clamp(spacing * (0.052f + (0.075f * thickness.At(x, y))), 0.9, 4.5);
            var membrane = (float)Math.Clamp(halfWidth - toBorder[i] + 0.5, 0, 1);
            var stain = 0.4f * Math.Clamp(0.8f + (1.1f * contrast.At(x, y)), 0.2f, 1.1f);
            labels[i] = toBorder[i] < halfWidth ? Boundary : (byte)0;
            pixels[i] = shades[cells[i]] + (0.16f * mottle.At(x, y)) - Math.Max(membrane * stain, organelles[i]);
        }
        return new DenseImage(name, 1, size, size, Photograph(pixels, size, rng.Fork("camera")), labels);
    }

    /// <summary>Cells and distances in a plane that is bent by smooth waves, coarse and fine.</summary>
    private static (int[] Cells, float[] ToBorder) Bent(CellMosaic mosaic, int size, double spacing, Rng rng)
    {
        var coarse = new[] { Wave(1, 4), Wave(1, 4) };
        var fine = new[] { Wave(0.3, 0.8), Wave(0.3, 0.8) };
        var (cells, toBorder) = (new int[size * size], new float[size * size]);
        for (var i = 0; i < cells.Length; i++)
        {
            var (y, x) = Math.DivRem(i, size);
            var (cell, distance) = mosaic.At(x + Bend(0, x, y), y + Bend(1, x, y));
            (cells[i], toBorder[i]) = (cell, (float)distance);
        }
        return (cells, toBorder);

        Texture Wave(double shortest, double longest) => new(size, shortest * spacing, longest * spacing, rng, 8);
        double Bend(int axis, int x, int y) => spacing * ((0.75 * coarse[axis].At(x, y)) + (0.12 * fine[axis].At(x, y)));
    }

    /// <summary>Blur, uneven light, noise, and 8 bits as from a camera.</summary>
    private static float[] Photograph(float[] pixels, int size, Rng rng)
    {
        var sharp = Blur.By(new Image(pixels, [1, size, size]), rng.NextDouble(0.6, 1.1)).Values;
        var gain = new Texture(size, 0.7 * size, 3 * size, rng, 4);
        var light = new Texture(size, 0.5 * size, 2 * size, rng, 4);
        var white = new float[size * size];
        for (var i = 0; i < white.Length; i++)
            white[i] = (float)PixelNoise.Next(rng);
        var clotted = Blur.By(new Image(white, [1, size, size]), 1).Values;
        var noise = (float)rng.NextDouble(0.03, 0.06);
        var result = new float[size * size];
        for (var i = 0; i < result.Length; i++)
        {
            var (y, x) = Math.DivRem(i, size);
            var value = 0.5f + (0.12f * light.At(x, y)) + ((1 + (0.35f * gain.At(x, y))) * (sharp[i] - 0.5f))
                + (noise * ((0.8f * white[i]) + (1.6f * clotted[i])));
            result[i] = MathF.Round(Math.Clamp(value, 0, 1) * 255) / 255;
        }
        return result;
    }
}

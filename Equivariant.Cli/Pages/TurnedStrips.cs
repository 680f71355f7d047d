using Equivariant.Cli.DataSets;
using Equivariant.Comparison;
using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>Test images at several angles, as the networks see them, with what each network says.</summary>
internal static class TurnedStrips
{
    /// <summary>A strip for each shown image, at the angles of <see cref="PictureTurns"/>.</summary>
    /// <param name="images">The test images.</param>
    /// <param name="shown">Indices of those that are shown.</param>
    /// <param name="pipeline">The preprocessing.</param>
    /// <param name="models">Names of the networks.</param>
    /// <param name="decision">The predicted class, by the indices of network, strip and angle.</param>
    public static IEnumerable<ImageStrip> Of(
        ImageSet images, IReadOnlyList<int> shown, Pipeline pipeline, IReadOnlyList<string> models,
        Func<int, int, int, int> decision)
    {
        return shown.Select((index, strip) => new ImageStrip($"“{images.Labels.NameOf(images.LabelOf(index))}”", models,
        [
            // Normalised images reach from −1, black, to 1, white.
            .. PictureTurns.Angles.Select((angle, turn) => new StripImage($"{angle}°",
                Thumbnail.Of(PictureTurns.Picture(images, index, pipeline, angle), black: -1, white: 1),
                [.. models.Select((_, model) => Said(decision(model, strip, turn), images.LabelOf(index)))])),
        ]));

        Verdict Said(int said, int label) => said == label ? new("", true) : new(images.Labels.NameOf(said), false);
    }
}

using Equivariant.Data;
using Equivariant.Metrics;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>Checks that data fit a network before any work is done. A <see cref="DataException"/> says what does not fit and
/// how to mend it.</summary>
internal static class DataCheck
{
    /// <summary>Compares channels, axes and classes of images with a label each.</summary>
    public static void Fits(TrainConfig config, DataSplits data)
    {
        var (model, labels, image) = (config.Model, data.Labels, data.ImageShape);
        if (NetworkKind.Parse(model.Name).IsDense)
            throw new DataException(
                $"{data.Name} has a label for each image, {model.Name} gives one for each pixel; "
                + "use a classifier for these data.");
        if (labels.Classes != model.Classes)
            throw new DataException(
                $"{data.Name} has {labels.Classes} classes, the model has {model.Classes} outputs"
                + (labels.Classes < model.Classes ? ", some of them without meaning here" : "")
                + "; use a model trained for these data.");
        if (image[0] != model.InChannels || image.Rank - 1 != model.Rank)
            throw new DataException(
                $"{data.Name} has images of {image}, the model takes {model.InChannels} channel(s) "
                + $"and {model.Rank} spatial axes; use a model made for these data.");
    }

    /// <summary>Also compares the settings with the labels, and with the shape of an image behind the training
    /// pipeline.</summary>
    public static void Fits(TrainConfig config, DataSplits data, Shape image)
    {
        Fits(config, data);
        if (data.Labels.Task == LabelTask.MultiLabel && config.LabelSmoothing > 0)
            throw new DataException(
                $"{data.Name} has several labels an image, which label smoothing is not for; leave it out.");
        Shape wanted = [.. config.InputShape.ToArray()[1..]];
        if (image != wanted)
            throw new DataException(
                $"The augmentation '{config.Augment}' makes images of {image}, the input size asks for {wanted}; "
                + $"resize to {config.InputSize} in it.");
    }

    /// <summary>Compares channels, classes and the size of patches of images with a label for each pixel.</summary>
    public static void Fits(TrainConfig config, DenseSplits data)
    {
        var model = config.Model;
        if (!NetworkKind.Parse(model.Name).IsDense)
        {
            var dense = string.Join(", ", NetworkKind.ByName.Values.Where(kind => kind.IsDense).Select(kind => kind.Name));
            throw new DataException(
                $"{data.Name} has a label for each pixel, {model.Name} gives one for each image; use {dense}.");
        }
        if (data.Classes != model.Classes || data.Train.Channels != model.InChannels || model.Rank != 2)
            throw new DataException(
                $"{data.Name} has images of {data.Train.Channels} channel(s) and {data.Classes} classes, the model takes "
                + $"{model.InChannels} channel(s) of {model.Rank} axes and has {model.Classes} outputs; "
                + "use a model made for these data.");
        using var network = model.Create(new Layers.Initializer(new Rng(0)));
        var multiple = network.SizeMultiple;
        if (config.InputSize % multiple != 0)
        {
            var larger = (config.InputSize + multiple - 1) / multiple * multiple;
            throw new DataException($"{model.Name} takes sizes that are multiples of {multiple}, not patches of "
                + $"{config.InputSize} pixels; use {larger}.");
        }
    }
}

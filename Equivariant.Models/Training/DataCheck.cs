using Equivariant.Data;
using Equivariant.Metrics;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>Whether data fit a network, asked before any work is done.</summary>
public static class DataCheck
{
    /// <summary>Compares channels, dimensions and classes.</summary>
    /// <param name="config">The settings, with the network's.</param>
    /// <param name="data">The data.</param>
    /// <param name="image">Shape of an image behind the training pipeline.</param>
    /// <exception cref="DataException">Something does not fit; the message says what and how to mend it.</exception>
    public static void Fits(TrainConfig config, DataSplits data, Shape image)
    {
        Fits(config, data.Name, data.Labels, data.ImageShape);
        if (data.Labels.Task == LabelTask.MultiLabel && config.LabelSmoothing > 0)
            throw new DataException(
                $"{data.Name} has several labels an image, which label smoothing is not for; leave it out.");
        Shape wanted = [.. config.InputShape.ToArray()[1..]];
        if (image != wanted)
            throw new DataException(
                $"The augmentation '{config.Augment}' makes images of {image}, the input size asks for {wanted}; "
                + $"resize to {config.InputSize} in it.");
    }

    /// <summary>Compares channels, classes and the size of patches of data with a label for each pixel.</summary>
    /// <exception cref="DataException">Something does not fit; the message says what and how to mend it.</exception>
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
        {
            throw new DataException(
                $"{data.Name} has images of {data.Train.Channels} channel(s) and {data.Classes} classes, the model takes "
                + $"{model.InChannels} channel(s) of {model.Rank} axes and has {model.Classes} outputs; "
                + "use a model made for these data.");
        }
        using var network = model.Create(new Layers.Initializer(new Rng(0)));
        var multiple = network.SizeMultiple;
        if (config.InputSize % multiple != 0)
        {
            var larger = (config.InputSize + multiple - 1) / multiple * multiple;
            throw new DataException($"{model.Name} takes sizes that are multiples of {multiple}, not patches of "
                + $"{config.InputSize} pixels; use {larger}.");
        }
    }

    /// <summary>Compares channels, dimensions and classes of a split with a trained network's.</summary>
    /// <exception cref="DataException">Something does not fit; the message says what and how to mend it.</exception>
    public static void Fits(TrainConfig config, string name, LabelInfo labels, Shape imageShape)
    {
        var model = config.Model;
        if (NetworkKind.Parse(model.Name).IsDense)
            throw new DataException(
                $"{name} has a label for each image, {model.Name} gives one for each pixel; use a classifier for these data.");
        if (labels.Classes > model.Classes)
            throw new DataException(
                $"{name} has {labels.Classes} classes, the model has {model.Classes} outputs; "
                + "use a model trained for these data.");
        if (labels.Classes < model.Classes)
            throw new DataException(
                $"{name} has {labels.Classes} classes, the model has {model.Classes} outputs, "
                + "some of them without meaning here; use a model trained for these data.");
        if (imageShape[0] != model.InChannels || imageShape.Rank - 1 != model.Rank)
        {
            throw new DataException(
                $"{name} has images of {imageShape}, the model takes {model.InChannels} channel(s) "
                + $"and {model.Rank} spatial axes; use a model made for these data.");
        }
    }
}

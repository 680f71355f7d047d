namespace Equivariant.Data;

/// <summary>
/// A step from a stored image to a network's input. Same image and same generator state give the same result. To add one, add a
/// file with the step and, for the command line, its <see cref="AugmentationSyntax"/>.
/// </summary>
public interface IAugmentation
{
    /// <summary>Whether the step expects values from 0 to 1, so that it must stand before normalisation.</summary>
    bool NeedsUnitRange => false;

    /// <summary>Whether its result depends on the generator.</summary>
    bool IsRandom => true;

    /// <summary>Shape of the result for images of a shape.</summary>
    /// <exception cref="ShapeException">The step does not work on such images.</exception>
    Shape OutputShape(Shape input) => input;

    /// <summary>The changed image. The step may change the given image's values in place: the caller gives it up.</summary>
    Image Apply(Image image, Rng rng);
}

namespace Equivariant.Training;

/// <summary>What is made of the predictions for the eight turned and mirrored copies of an image, each turned back.</summary>
public enum TestTimeAugmentation
{
    /// <summary>The image is predicted once, as it is.</summary>
    None,

    /// <summary>The share of the eight copies in which a class is the most probable one: the majority vote of Gao and Ji (ICDM
    /// 2017,
    /// section IV.B), whose decision is the class with most votes.</summary>
    Vote,

    /// <summary>The mean of the eight probabilities.</summary>
    Mean,
}

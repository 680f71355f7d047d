namespace Equivariant.Data;

/// <summary>How a stack of probabilities is written.</summary>
public enum StackFormat
{
    /// <summary>A folder of 8-bit PNG images: 0 is 0, 255 is 1.</summary>
    Png8,

    /// <summary>A folder of 16-bit PNG images: 0 is 0, 65535 is 1.</summary>
    Png16,

    /// <summary>One .npy file, float32 [sections, H, W].</summary>
    Npy,

    /// <summary>One .npz file with that array under the name <c>probabilities</c>.</summary>
    Npz,
}

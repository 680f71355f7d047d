namespace Equivariant.Layers;

/// <summary>Checks of channel numbers that layers share.</summary>
internal static class Channels
{
    /// <summary>Checks one number.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public static void Check(string layer, string what, int channels)
    {
        if (channels < 1)
            throw new ArgumentException($"{layer}: {what} is {channels}; it must be at least 1.", what);
    }

    /// <summary>Input channels of a group.</summary>
    /// <exception cref="ArgumentException">Not positive, or not divisible by the groups.</exception>
    public static int PerGroup(string layer, int inChannels, int outChannels, int groups)
    {
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"{layer}: {groups} groups must divide the {inChannels} input and {outChannels} output channels, "
                + "all of them positive.");
        }
        return inChannels / groups;
    }
}

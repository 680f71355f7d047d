namespace Equivariant.Layers;

/// <summary>Checks of channel numbers that convolutions share.</summary>
internal static class Channels
{
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

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSData;
import org.bouncycastle.tsp.ers.ERSDataGroup;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;

/** Verifies RFC 4998 records of a group of objects, a line each: java BouncyCastleRecords.java OBJECT:OBJECT RECORD... */
public class BouncyCastleRecords {
  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    List<ERSData> objects = new ArrayList<>();
    for (String path : args[0].split(":")) objects.add(new ERSByteData(Files.readAllBytes(Path.of(path))));
    for (int i = 1; i < args.length; i++) System.out.println(verify(new ERSDataGroup(objects), Path.of(args[i])));
  }

  private static String verify(ERSData group, Path path) {
    try {
      ERSEvidenceRecord record =
          new ERSEvidenceRecord(Files.readAllBytes(path), new JcaDigestCalculatorProviderBuilder().build());
      record.validatePresent(group, new Date(Long.MAX_VALUE / 2));
      return String.valueOf(true);
    } catch (Exception error) {
      return "error: " + error.getMessage();
    }
  }
}
